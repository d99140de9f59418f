import assert from 'node:assert/strict';
import { CompletionService } from '../../../../src/core/completion/completionService.ts';
import { type CompletionRequest } from '../../../../src/core/completion/completionEngine.ts';
import { type Ablation } from '../../../../src/core/completion/pipelineIdeas.ts';
import { type DefinitionsNear } from '../../../../src/core/replay/writingSession.ts';
import { commitPassages, filesBefore } from '../../../../src/history/commitPassages.ts';
import { GitRepository } from '../../../../src/history/gitRepository.ts';
import { replayCommit, type ReplayRow } from '../../../../src/core/replay/replayCommit.ts';
import { WHILE_TYPING } from '../../../../tools/support/caseDocument.ts';
import { secretFiles } from '../../../../tools/replay/secretFiles.ts';
import { replayReport, trustReport } from '../../../../tools/replay/replayReport.ts';
import { lines } from '../../../support/cursor.ts';
import { HandClock, ScriptedEngine } from '../../../support/scriptedEngine.ts';
import { TemporaryRepository } from '../../../support/temporaryRepository.ts';

describe('replayCommit', () => {
  let made: TemporaryRepository;
  let history: TemporaryRepository;
  before(() => {
    history = new TemporaryRepository();
    history.commit({ 'first.ts': 'first();\n' });
    history.commit({
      'early.ts': 'early();\n',
      'late.ts': 'late(1);\n',
      'gone.ts': 'gone();\n',
      'moved.ts': 'moved();\n',
      '.env': 'A=1\n',
    });
    history.commit({ 'own.ts': 'own();\n' });
    history.git('rm', '--quiet', 'gone.ts');
    history.commit({ 'late.ts': 'late(2);\n' });
    history.git('mv', 'moved.ts', 'elsewhere.ts');
    history.commit({ 'own.ts': 'own();\nown(2);\n' });
    made = new TemporaryRepository();
    made.commit({ 'a.ts': lines('first();', 'last();', '') });
    made.commit({
      'a.ts': lines('first();', 'second(1, 2);', 'last();', ''),
      'b.py': 'print(1)\n',
    });
  });
  after(() => {
    made.remove();
    history.remove();
  });

  async function replay(
    answer: (request: CompletionRequest) => string,
  ): Promise<{ rows: readonly ReplayRow[]; engine: ScriptedEngine }> {
    const repository = new GitRepository(made.folder);
    const [commit] = await repository.lastCommits(1);
    assert.ok(commit);
    const engine = new ScriptedEngine(answer);
    const service = new CompletionService(engine, new HandClock());
    const passages = await commitPassages(repository, commit, () => false, 1000);
    return { rows: await replayCommit(service, commit.id, passages, { asking: WHILE_TYPING }), engine };
  }

  it('types what a commit adds where it adds it', async () => {
    const { rows, engine } = await replay(() => '');
    assert.deepEqual(
      rows.map(({ path, languageId, typed, completed }) => [path, languageId, typed, completed]),
      [
        ['a.ts', 'typescript', '\nsecond(1, 2);'.length, 0],
        ['b.py', 'python', 'print(1)'.length, 0],
      ],
    );
    const prompts = engine.generations.map(({ request: { prompt } }) =>
      prompt.kind === 'plain' ? prompt.text : '',
    );
    assert.ok(prompts.includes('// path: a.ts\nfirst();\nseco'));
  });

  it('accepts what is right, and counts what is wrong', async () => {
    const { rows } = await replay(({ prompt }) =>
      prompt.kind === 'plain' && prompt.text.endsWith('second(') ? '1, 2);' : 'xyz = y',
    );
    const [first, second] = rows;
    assert.ok(first && second);
    assert.deepEqual([first.accepted, first.completed], [1, '1, 2);'.length]);
    assert.equal(first.typed, '\nsecond('.length);
    assert.ok(first.wrong > 0 && second.wrong > 0 && second.accepted === 0);
    assert.ok(first.generations <= first.requests && first.generatedTokens > 0);
    // A scripted engine keeps nothing that it has read.
    assert.ok(first.readTokens > 0 && first.readTokens === first.promptTokens);
  });

  it('has those files open that the commit has written before, and no later one', async () => {
    const { engine } = await replay(() => '');
    const seenIn = (path: string): string[] =>
      engine.generations
        .filter(({ request }) => request.documentId.endsWith(`:${path}`))
        .map(({ request }) => (request.copyFrom ?? []).join('\n'));
    assert.ok(seenIn('b.py').length > 0 && seenIn('a.ts').length > 0);
    assert.ok(seenIn('b.py').every((seen) => seen.includes('second(1, 2);')));
    assert.ok(seenIn('a.ts').every((seen) => !seen.includes('print')));
  });

  it('has the files open that were worked on before, as the parent has them, and none that is left out', async () => {
    const repository = new GitRepository(history.folder);
    const [commit] = await repository.lastCommits(1);
    assert.ok(commit);
    const open = await filesBefore(repository, commit, secretFiles());
    assert.deepEqual(open, [
      { path: 'late.ts', text: 'late(2);\n' },
      { path: 'own.ts', text: 'own();\n' },
      { path: 'early.ts', text: 'early();\n' },
    ]);
    const engine = new ScriptedEngine(() => '');
    const service = new CompletionService(engine, new HandClock());
    const passages = await commitPassages(repository, commit, () => false, 1000);
    await replayCommit(service, commit.id, passages, { asking: WHILE_TYPING, open });
    const seen = engine.generations.map(({ request }) => (request.copyFrom ?? []).join('\n'));
    assert.ok(seen.length > 0 && seen.every((text) => text.includes('late(2)') && text.includes('early()')));
    // The document itself is there anyway.
    assert.ok(seen.every((text) => text.split('own();').length <= 2));
  });

  it('copies from definitions, and from none where they are left out', async () => {
    const repository = new GitRepository(made.folder);
    const [commit] = await repository.lastCommits(1);
    assert.ok(commit);
    const passages = await commitPassages(repository, commit, () => false, 1000);
    const text = { path: 'd.ts', text: 'export function second(a, b) {}\n' };
    const copied = async (ablation?: Ablation): Promise<readonly boolean[]> => {
      const engine = new ScriptedEngine(() => '');
      const service = new CompletionService(engine, new HandClock());
      const definitionsNear: DefinitionsNear = ({ path }) => Promise.resolve(path === 'a.ts' ? [text] : []);
      await replayCommit(service, commit.id, passages, { asking: WHILE_TYPING, definitionsNear, ablation });
      return engine.generations.map(({ request }) =>
        (request.copyFrom ?? []).some((one) => one.includes('(a, b)')),
      );
    };
    assert.ok((await copied()).some(Boolean) && !(await copied()).every(Boolean));
    assert.ok(!(await copied(new Set(['definitions']))).some(Boolean));
  });

  it('counts what was expected, shown or not, and how much of it was right', async () => {
    const { rows } = await replay(({ prompt }) =>
      prompt.kind === 'plain' && prompt.text.endsWith('second(') ? '1, 2);' : 'xyz = y',
    );
    const [first, second] = rows;
    assert.ok(first && second);
    const sum = (row: readonly number[]): number => row.reduce((a, b) => a + b, 0);
    assert.equal(sum(first.expectedByConfidence), first.generations);
    assert.deepEqual([sum(first.rightByConfidence), sum(second.rightByConfidence)], [1, 0]);
    const report = trustReport(rows, 0.9);
    assert.match(
      report,
      new RegExp(
        `^\\| 95 to 100 % \\| ${sum(first.expectedByConfidence) + sum(second.expectedByConfidence)} \\| 1 \\|`,
        'mu',
      ),
    );
    assert.match(report, /Shown from 90 % on, by a setting of 90 %\./u);
    const poor = { expectedByConfidence: [...Array<number>(19).fill(0), 900], rightByConfidence: [] };
    assert.match(trustReport([{ ...first, ...poor }], 0.9), /Asked by hand alone/u);
  });

  it('reports by language, and over all', async () => {
    const { rows } = await replay(() => '');
    const report = replayReport(rows);
    assert.match(report, /^\| all \| 2 \| 22 \| 0\.0 % /mu);
    assert.match(report, /^\| python \| 1 \| 8 \|/mu);
    assert.match(report, /^\| typescript \| 1 \| 14 \|/mu);
  });
});
