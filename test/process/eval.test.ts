import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { makeCases } from '../../tools/cases/makeCases.ts';
import { type EvalRow } from '../../tools/eval/judgeCase.ts';
import { readHeldout } from '../../tools/eval/heldout.ts';
import { type ReplayRow } from '../../tools/replay/replayCommit.ts';
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
  it('judges held-out cases, whole and without an idea, the same way each time', () => {
    const cases = path.join(folder, 'cases.jsonl');
    const made = makeCases(readHeldout().documents, 8, 1);
    writeFileSync(cases, made.map((one) => `${JSON.stringify(one)}\n`).join(''));
    const evaluate = (): EvalRow[] => {
      const out = path.join(folder, 'rows.jsonl');
      const { status, stdout, stderr } = run('eval', '--cases', cases, '--out', out, '--ablate', 'shape');
      assert.equal(status, 0, stderr);
      assert.match(stdout, /^\| all \| 8 \|/mu);
      assert.match(stdout, /^\| shape \|/mu);
      return readRows<EvalRow>(out);
    };
    const rows = evaluate();
    assert.deepEqual(
      rows.map(({ id, ablated }) => [id, ablated]),
      [null, 'shape'].flatMap((ablated) => made.map(({ id }) => [id, ablated])),
    );
    const withoutTimes = (row: EvalRow): EvalRow => ({ ...row, firstTokenMs: null, totalMs: 0 });
    assert.deepEqual(evaluate().map(withoutTimes), rows.map(withoutTimes));
  });

  it('refuses an idea that there is not', () => {
    const { status, stderr } = run('eval', '--cases', 'a', '--out', 'b', '--ablate', 'magic');
    assert.equal(status, 2);
    assert.match(stderr, /no idea is called magic; there are .*suffix/u);
  });
});

describe('npm run replay', () => {
  it('types a commit through the whole pipeline, the same way each time', () => {
    const repository = new TemporaryRepository();
    try {
      const head = "import fs from 'node:fs';\n\nexport function readAll(path: string): string {\n";
      repository.commit({ 'src/files.ts': head });
      const commit = repository.commit({
        'src/files.ts': `${head}  return fs.readFileSync(path, 'utf8');\n}\n`,
      });
      const out = path.join(folder, 'replay.jsonl');
      const replay = (): ReplayRow[] => {
        const { status, stdout, stderr } = run('replay', repository.folder, '--commits', '1', '--out', out);
        assert.equal(status, 0, stderr);
        assert.match(stdout, /^\| typescript \| 1 \|/mu);
        return readRows<ReplayRow>(out).map((row) => ({ ...row, engineMs: 0 }));
      };
      const rows = replay();
      assert.equal(rows.length, 1);
      assert.equal(rows[0]?.commit, commit);
      assert.equal(rows[0].typed + rows[0].completed, "\nreturn fs.readFileSync(path, 'utf8');\n}".length);
      assert.ok(rows[0].generations > 0);
      assert.deepEqual(replay(), rows);
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
