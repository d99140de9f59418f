import assert from 'node:assert/strict';
import { DecodeSpeed } from '../../../src/engine/worker/decodeSpeed.ts';
import { draftingOn } from '../../../src/engine/worker/drafting.ts';
import { type GenerationTools } from '../../../src/engine/worker/generation.ts';
import { params, run, tools } from '../../support/generations.ts';

describe('Generation that drafts', () => {
  it('tells what was drafted, and counts no such token as decoding speed', async () => {
    const text = 'the quick brown fox';
    const recorded: number[] = [];
    const using: GenerationTools = {
      ...(await tools({})),
      decodeSpeed: new DecodeSpeed((elapsedMs) => void recorded.push(elapsedMs)),
    };
    const sequence = await using.sequenceFor(1);
    let at = 0;
    const known = (tokens: readonly number[]): { token: number; probability: number }[][] =>
      tokens.map(() => [{ token: text.charCodeAt(at++) || 0, probability: 0.99 }]);
    const drafting: GenerationTools = {
      ...using,
      sequenceFor: () =>
        Promise.resolve({
          ...sequence,
          likely: (tokens) => Promise.resolve(known(tokens).at(-1) ?? []),
          drafting: {
            likelyAfterEach: (tokens) => Promise.resolve(known(tokens)),
            drop: (count) => {
              at -= count;
              return Promise.resolve();
            },
          },
        }),
    };
    const copyFrom = ['say: the quick brown fox'];
    const { result } = await run(drafting, params('now say: ', { copyFrom, drafts: true }));
    assert.equal(result.text, text);
    const drafts = (result.drafts ?? []).map(({ firstToken, tokens }) => [firstToken, tokens]);
    assert.deepEqual(drafts, [
      [0, 8],
      [8, 8],
      // The last one is the end of the text.
      [16, 4],
    ]);
    assert.deepEqual(recorded, []);
    at = 0;
    const short = await run(drafting, params('now say: ', { copyFrom, drafts: true, maxTokens: 10 }));
    assert.deepEqual(
      [short.result.text, short.result.drafts?.map(({ firstToken, tokens }) => [firstToken, tokens]), at],
      [
        text.slice(0, 10),
        [
          [0, 8],
          [8, 2],
        ],
        10,
      ],
      'nothing is read beyond what is asked for',
    );
    at = 0;
    const plain = await run(drafting, params('now say: ', { copyFrom }));
    assert.deepEqual([plain.result.text, plain.result.drafts], [text, undefined]);
    assert.equal(recorded.length, text.length);
  });
});

describe('draftingOn', () => {
  const cache = (needsCheckpoints: boolean): Parameters<typeof draftingOn>[0] & { erased: unknown[] } => {
    const erased: unknown[] = [];
    return {
      nextTokenIndex: 40,
      needsCheckpoints,
      erased,
      eraseContextTokenRanges: (ranges) => {
        erased.push(...ranges);
        return Promise.resolve();
      },
    };
  };

  it('drops the end of a cache', async () => {
    const sequence = cache(false);
    const drafting = draftingOn(sequence, () => Promise.resolve([]));
    await drafting?.drop(0);
    assert.deepEqual(sequence.erased, []);
    await drafting?.drop(3);
    assert.deepEqual(sequence.erased, [{ start: 37, end: 40 }]);
  });

  it('is not to be had where a cache can’t go back', () => {
    assert.equal(
      draftingOn(cache(true), () => Promise.resolve([])),
      undefined,
    );
  });
});
