import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CASE_KINDS } from '../../tools/cases/cutCase.ts';
import { makeCases } from '../../tools/cases/makeCases.ts';
import { type EvalRow } from '../../tools/eval/judgeCase.ts';
import { readHeldout } from '../../tools/eval/heldout.ts';
import { type ReplayRow } from '../../src/core/replay/replayCommit.ts';
import { ROOT } from '../../tools/support/headlessEngine.ts';
import { TemporaryRepository } from '../support/temporaryRepository.ts';

let folder: string;
before(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'openelm-eval-'));
});
after(() => {
  rmSync(folder, { recursive: true });
});

function run(tool: string, ...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, ['--import', 'tsx', `tools/${tool}.ts`, ...args], {
    cwd: ROOT,
    encoding: 'utf8',
  });
}

function readRows<T>(file: string): T[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}

describe('npm run eval', () => {
  it('judges held-out cases, whole and without an idea', () => {
    const cases = path.join(folder, 'cases.jsonl');
    const made = makeCases(readHeldout().documents, { count: 8, kinds: CASE_KINDS, seed: 1 });
    writeFileSync(cases, made.map((one) => `${JSON.stringify(one)}\n`).join(''));
    const out = path.join(folder, 'rows.jsonl');
    const { status, stdout, stderr } = run(
      'eval',
      ...['--cases', cases, '--out', out, '--ablate', 'shape'],
      // Asked by hand, every case reaches the model.
      ...['--ask', 'manual'],
    );
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^\| all \| 8 \|/mu);
    assert.match(stdout, /^\| shape \|/mu);
    const rows = readRows<EvalRow>(out);
    assert.deepEqual(
      rows.map(({ id, ablated }) => [id, ablated]),
      [null, 'shape'].flatMap((ablated) => made.map(({ id }) => [id, ablated])),
    );
    for (const { shown, text, generatedTokens, promptTokens, ...judged } of rows) {
      const { exact, editSimilarity, charsBeforeError } = judged;
      assert.equal(exact, exact && shown && editSimilarity === 1);
      assert.ok(editSimilarity >= 0 && editSimilarity <= 1);
      assert.ok(Number.isInteger(charsBeforeError) && charsBeforeError <= text.length);
      assert.equal(shown, text !== '');
      // That nothing is missing at the cursor is an answer too.
      assert.ok(promptTokens > 0 && (generatedTokens > 0 || !shown));
    }
  });

  it('refuses an idea that there is not', () => {
    const { status, stderr } = run('eval', '--cases', 'a', '--out', 'b', '--ablate', 'magic');
    assert.equal(status, 2);
    assert.match(stderr, /no idea is called magic; there are .*suffix/u);
  });
});

describe('npm run replay', () => {
  it('types a commit through the whole pipeline', () => {
    const repository = new TemporaryRepository();
    try {
      const head = "import fs from 'node:fs';\n\nexport function readAll(path: string): string {\n";
      repository.commit({ 'src/files.ts': head });
      const commit = repository.commit({
        'src/files.ts': `${head}  return fs.readFileSync(path, 'utf8');\n}\n`,
      });
      const out = path.join(folder, 'replay.jsonl');
      const { status, stdout, stderr } = run('replay', repository.folder, '--commits', '1', '--out', out);
      assert.equal(status, 0, stderr);
      assert.match(stdout, /^\| typescript \| 1 \|/mu);
      const [row, ...more] = readRows<ReplayRow>(out);
      assert.ok(row && more.length === 0);
      assert.equal(row.commit, commit);
      assert.equal(row.typed + row.completed, "\nreturn fs.readFileSync(path, 'utf8');\n}".length);
      assert.ok(row.generations > 0 && row.generations <= row.requests);
    } finally {
      repository.remove();
    }
  });

  it('says what is wrong with a folder that is no repository', () => {
    const { status, stderr } = run('replay', path.join(folder, 'nothing'));
    assert.equal(status, 2);
    assert.match(stderr, /git rev-list/u);
  });
});
