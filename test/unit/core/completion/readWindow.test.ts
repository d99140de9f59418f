import assert from 'node:assert/strict';
import { fromLineStart, readFrom, readTo } from '../../../../src/core/completion/readWindow.ts';

describe('what is read of a document', () => {
  it('begins at its beginning where that is near', () => {
    assert.equal(readFrom(20_000), 0);
  });

  it('moves its beginning in steps, never leaving out what is near the cursor', () => {
    const starts = new Set<number>();
    for (let offset = 0; offset <= 100_000; offset += 100) {
      starts.add(readFrom(offset));
      assert.ok(offset - readFrom(offset) >= Math.min(offset, 12_000));
      assert.ok(offset - readFrom(offset) <= 20_000);
    }
    assert.equal(starts.size, 11);
  });

  it('ends behind the cursor', () => {
    assert.ok(readTo(10) > 10);
  });

  it('begins with a whole line', () => {
    assert.equal(fromLineStart('half\nwhole\n'), 'whole\n');
    assert.equal(fromLineStart('only'), 'only');
  });
});
