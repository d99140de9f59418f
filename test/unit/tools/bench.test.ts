import assert from 'node:assert/strict';
import { figure, share } from '../../../tools/bench/figures.ts';
import { formatTable } from '../../../tools/bench/table.ts';

describe('figures of the benchmark', () => {
  it('are values that were measured', () => {
    const { count, median, p95, max } = figure('a', 'ms', [4, 1, 3, 2]);
    assert.deepEqual({ count, median, p95, max }, { count: 4, median: 2, p95: 4, max: 4 });
  });

  it('are no numbers when nothing was measured', () => {
    const { count, median } = figure('a', 'ms', []);
    assert.deepEqual({ count, median }, { count: 0, median: NaN });
  });

  it('stand in a table with equal columns, a single value without its spread', () => {
    const table = formatTable(
      new Map([['warm', [figure('key → text', 'ms', [70.25, 1234.5]), share('shown', 9, 10)]]]),
    );
    assert.equal(
      table,
      [
        'warm          median   p95   max  unit  n',
        '  key → text    70.3  1235  1235  ms    2',
        '  shown           90              %     1  9 of 10',
      ].join('\n'),
    );
  });
});
