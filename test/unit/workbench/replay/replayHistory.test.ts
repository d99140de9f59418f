import assert from 'node:assert/strict';
import { type CompletionRequest } from '../../../../src/core/completion/completionEngine.ts';
import { type ReplayedCommit } from '../../../../src/core/replay/replaySummary.ts';
import { GitRepository } from '../../../../src/history/gitRepository.ts';
import {
  replayHistory,
  type ReplayPlan,
  type ReplayProgress,
} from '../../../../src/workbench/replay/replayHistory.ts';
import { lines } from '../../../support/cursor.ts';
import { ScriptedEngine } from '../../../support/scriptedEngine.ts';
import { TemporaryRepository } from '../../../support/temporaryRepository.ts';

const SECOND = 'second(1, 2);';

describe('replayHistory', () => {
  let made: TemporaryRepository;
  before(() => {
    made = new TemporaryRepository();
    made.commit({ 'a.ts': lines('first();', 'last();', '') });
    made.commit({ 'a.ts': lines('first();', SECOND, 'last();', ''), 'secret.ts': 'const key = 1;\n' });
    made.commit({ 'b.py': 'print(1)\n' });
  });
  after(() => {
    made.remove();
  });

  async function replay(
    answer: (request: CompletionRequest) => string,
    details: Partial<ReplayPlan> = {},
  ): Promise<{ replayed: ReplayedCommit[]; progress: ReplayProgress[]; engine: ScriptedEngine }> {
    const repository = new GitRepository(made.folder);
    const engine = new ScriptedEngine(answer);
    const replayed: ReplayedCommit[] = [];
    const progress: ReplayProgress[] = [];
    await replayHistory({
      repository,
      commits: await repository.lastCommits(10),
      leavesOut: (path) => Promise.resolve(path === 'secret.ts'),
      engine,
      asking: { trigger: 'automatic', eagerness: 'balanced', maxTokens: 32 },
      maxKeys: 2000,
      signal: new AbortController().signal,
      onProgress: (at) => {
        progress.push(at);
      },
      onCommit: (commit) => {
        replayed.push(commit);
      },
      ...details,
    });
    return { replayed, progress, engine };
  }

  it('types commit after commit, but for what is left out, and says how far it is', async () => {
    const { replayed, progress, engine } = await replay(() => '');
    assert.deepEqual(
      replayed.map(({ rows, isDrawn }) => [isDrawn, ...rows.map(({ path, typed }) => `${path} ${typed}`)]),
      [
        [false, 'a.ts 14'],
        [false, 'b.py 8'],
      ],
    );
    assert.ok(engine.generations.every(({ request }) => request.maxTokens <= 32));
    assert.deepEqual(progress[0], { index: 0, fraction: 0, characters: 0 });
    assert.deepEqual(progress.at(-1), { index: 1, fraction: 7 / 8, characters: 21 });
  });

  it('types into what stood there before, under a name that no document of an editor has', async () => {
    const { engine } = await replay(() => '');
    for (const { request } of engine.generations) {
      assert.match(request.documentId, /^[0-9a-f]{40}:(?:a\.ts|b\.py)$/u);
      assert.doesNotMatch(JSON.stringify(request.prompt), /const key|secret/u);
    }
    const [first] = engine.generations;
    assert.ok(first?.request.prompt.kind === 'plain');
    assert.ok(!first.request.prompt.text.includes('second'));
  });

  it('ends at once with its signal, and gives what was typed until then', async () => {
    const abort = new AbortController();
    const { replayed, engine } = await replay(
      ({ prompt }) => {
        if (prompt.kind === 'plain' && prompt.text.endsWith('sec')) {
          abort.abort();
        }
        return 'x = y';
      },
      { signal: abort.signal },
    );
    assert.equal(replayed.length, 1);
    const typed = replayed[0]?.rows[0]?.typed ?? 0;
    assert.ok(typed > 0 && typed < SECOND.length);
    assert.ok(engine.generations.at(-1)?.signal.aborted);
  });

  it('is nothing where it ended before it began', async () => {
    const { replayed, engine } = await replay(() => '', { signal: AbortSignal.abort() });
    assert.deepEqual([replayed.length, engine.generations.length], [0, 0]);
  });

  it('draws passages of a commit that takes too many keys', async () => {
    const { replayed } = await replay(() => '', { maxKeys: 10 });
    assert.deepEqual(
      replayed.map(({ rows, isDrawn }) => [rows.length, isDrawn]),
      [
        [0, true],
        [1, false],
      ],
    );
  });

  it('throws what the engine throws, once the commits before were given', async () => {
    const replayed: ReplayedCommit[] = [];
    await assert.rejects(
      replay(
        ({ documentId }) => {
          if (documentId.endsWith('b.py')) {
            throw new Error('no engine');
          }
          return '';
        },
        {
          onCommit: (commit) => {
            replayed.push(commit);
          },
        },
      ),
      /no engine/u,
    );
    assert.equal(replayed.length, 1);
  });
});
