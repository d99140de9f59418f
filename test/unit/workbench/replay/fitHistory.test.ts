import assert from 'node:assert/strict';
import { type CompletionRequest } from '../../../../src/core/completion/completionEngine.ts';
import { GitRepository } from '../../../../src/history/gitRepository.ts';
import { fitHistory, type Way } from '../../../../src/workbench/replay/fitHistory.ts';
import { lines } from '../../../support/cursor.ts';
import { ScriptedEngine } from '../../../support/scriptedEngine.ts';
import { TemporaryRepository } from '../../../support/temporaryRepository.ts';

const SECOND = 'second(1, 2);';
const WAYS = [0.5, 0.9].map((threshold) => ({ threshold, oneLine: false }));

describe('fitHistory', () => {
  let made: TemporaryRepository;
  before(() => {
    made = new TemporaryRepository();
    made.commit({ 'a.ts': lines('first();', 'last();', '') });
    made.commit({ 'a.ts': lines('first();', SECOND, 'last();', '') });
    made.commit({ 'b.py': 'print(1)\n' });
  });
  after(() => {
    made.remove();
  });

  async function fit(
    answer: (request: CompletionRequest) => string,
    signal = new AbortController().signal,
    ways: readonly Way[] = WAYS,
  ): Promise<{ typed: Awaited<ReturnType<typeof fitHistory>>; engine: ScriptedEngine; fractions: number[] }> {
    const repository = new GitRepository(made.folder);
    const engine = new ScriptedEngine(answer);
    engine.probability = 0.7;
    const fractions: number[] = [];
    const typed = await fitHistory(
      {
        repository,
        commits: await repository.lastCommits(10),
        leavesOut: () => Promise.resolve(false),
        engine,
        asking: { trigger: 'automatic', eagerness: 'balanced', maxTokens: 32 },
        maxKeys: 2000,
        signal,
        onProgress: ({ index, fraction }) => {
          fractions.push(index + fraction);
        },
      },
      ways,
    );
    return { typed, engine, fractions };
  }

  /** Right once the call was begun. */
  const answer = ({ prompt }: CompletionRequest): string =>
    prompt.kind === 'plain' && prompt.text.endsWith('second(') ? '1, 2);' : '';

  it('types every commit with every threshold, and shows what is as sure as that', async () => {
    const { typed } = await fit(answer);
    assert.deepEqual(
      WAYS.map((way) =>
        typed?.get(way)?.map((rows) => rows.map(({ typed: by, completed }) => [by, completed])),
      ),
      [
        [[[8, 6]], [[8, 0]]],
        [[[14, 0]], [[8, 0]]],
      ],
    );
  });

  it('ends suggestions with the line where that is tried', async () => {
    made.commit({ 'c.ts': lines('while (a) {', '  first();', '  second();', '}', '') });
    const ways = [false, true].map((oneLine) => ({ threshold: 0.5, oneLine }));
    const body = ({ prompt }: CompletionRequest): string =>
      prompt.kind === 'plain' && prompt.text.endsWith('while (a) {') ? '\n  first();\n  second();\n}' : '';
    const { typed } = await fit(body, undefined, ways);
    const completed = ways.map((way) => typed?.get(way)?.at(-1)?.[0]?.completed ?? NaN);
    const [several = NaN, one = NaN] = completed;
    assert.ok(several > one, completed.join());
  });

  it('asks the engine once for what it writes with several thresholds', async () => {
    const { engine } = await fit(() => '');
    const asked = engine.generations.map(({ request }) => JSON.stringify(request.prompt));
    assert.equal(new Set(asked).size, asked.length);
  });

  it('says how far it is, and never goes back', async () => {
    const { fractions } = await fit(answer);
    assert.deepEqual(
      fractions.toSorted((a, b) => a - b),
      fractions,
    );
    assert.ok(fractions[0] === 0 && (fractions.at(-1) ?? 0) > 1.9);
  });

  it('is undefined where it was ended, however far it was', async () => {
    const abort = new AbortController();
    const ended = await fit(({ prompt }) => {
      if (prompt.kind === 'plain' && prompt.text.endsWith('pri')) {
        abort.abort();
      }
      return '';
    }, abort.signal);
    assert.equal(ended.typed, undefined);
    assert.equal((await fit(answer, AbortSignal.abort())).typed, undefined);
  });
});
