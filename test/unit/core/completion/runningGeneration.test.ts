import assert from 'node:assert/strict';
import { generationProgress } from '../../../../src/core/completion/runningGeneration.ts';
import { at, lines } from '../../../support/cursor.ts';

describe('generationProgress', () => {
  it('follows when nothing was typed since', () => {
    assert.deepEqual(generationProgress(at('return █'), 'a +', at('return █')), {
      kind: 'follows',
      typed: '',
      ahead: 'a +',
    });
  });

  it('follows the keys that agree with the text so far', () => {
    assert.deepEqual(generationProgress(at('return █'), 'total + b', at('return tot█')), {
      kind: 'follows',
      typed: 'tot',
      ahead: 'al + b',
    });
  });

  it('waits for a model the author is ahead of', () => {
    assert.deepEqual(generationProgress(at('return █'), 'to', at('return total█')), {
      kind: 'follows',
      typed: 'total',
      ahead: '',
    });
  });

  it('follows across the bracket the editor closed', () => {
    const progress = generationProgress(at(lines('x = █', 'y')), 'sum(a, b)', at(lines('x = sum(█)', 'y')));
    assert.deepEqual(progress, { kind: 'follows', typed: 'sum(', ahead: 'a, b)' });
  });

  it('diverges at the first other key', () => {
    assert.equal(generationProgress(at('return █'), 'total', at('return x█')).kind, 'diverged');
    assert.equal(generationProgress(at('return █'), 'to', at('return tax█')).kind, 'diverged');
  });

  it('diverges when the author deletes behind the start', () => {
    assert.equal(generationProgress(at('return █'), 'total', at('retur█')).kind, 'diverged');
  });

  it('diverges when the text below changes', () => {
    const progress = generationProgress(at(lines('return █', 'a')), 'total', at(lines('return █', 'b')));
    assert.equal(progress.kind, 'diverged');
  });

  it('diverges in another document', () => {
    const other = at('return █', { documentId: 'untitled:other' });
    assert.equal(generationProgress(at('return █'), 'total', other).kind, 'diverged');
  });
});
