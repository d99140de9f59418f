import { deepStrictEqual } from 'node:assert/strict';
import { type CompletionOutcome } from '../../../../src/core/completion/completionService.ts';
import { RecentRequests } from '../../../../src/core/completion/recentRequests.ts';
import { at } from '../../../support/cursor.ts';

describe('RecentRequests', () => {
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
    deepStrictEqual(
      recent.newestFirst.map((request) => request.at),
      times,
    );
  });
});
