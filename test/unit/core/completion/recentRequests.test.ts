import assert from 'node:assert/strict';
import { type CompletionOutcome } from '../../../../src/core/completion/completionOutcome.ts';
import { RecentRequests } from '../../../../src/core/completion/recentRequests.ts';
import { at } from '../../../support/cursor.ts';

const suggestion = (text: string, source: 'cache' | 'engine'): CompletionOutcome => ({
  kind: 'suggestion',
  text,
  replaceLength: 0,
  source,
  confidence: 0.5,
  elapsedMs: 1,
});

describe('RecentRequests', () => {
  it('keeps the suggestion that was asked for, not what was left of it with every key typed along', () => {
    const recent = new RecentRequests();
    const note = (outcome: CompletionOutcome, documentId = 'a'): void => {
      recent.note({ at: 0, trigger: 'automatic', document: at('█', { documentId }), outcome });
    };
    note(suggestion('return', 'engine'));
    note(suggestion('eturn', 'cache'));
    note(suggestion('turn', 'cache'));
    note(suggestion('turn', 'cache'), 'b');
    note(suggestion('other', 'cache'), 'b');
    note(suggestion('other', 'engine'), 'b');
    assert.deepEqual(
      recent.newestFirst.map(({ outcome }) => outcome.kind === 'suggestion' && outcome.text),
      ['other', 'other', 'turn', 'return'],
    );
  });

  it('keeps the last twenty, the newest first, without those that the next key overtook', () => {
    const recent = new RecentRequests();
    const note = (time: number, outcome: CompletionOutcome): void => {
      recent.note({ at: time, trigger: 'automatic', document: at('█'), outcome });
    };
    for (let time = 1; time <= 30; time++) {
      note(time, { kind: 'none', reason: time % 2 === 0 ? 'blank' : 'insideWord', elapsedMs: 1 });
      note(time, { kind: 'none', reason: 'cancelled', elapsedMs: 1 });
    }
    const times = Array.from({ length: 20 }, (_, index) => 30 - index);
    assert.deepEqual(
      recent.newestFirst.map((request) => request.at),
      times,
    );
  });
});
