import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ROOT } from '../../tools/support/headlessEngine.ts';

interface Row {
  readonly id: string;
  readonly text: string;
  readonly shown: boolean;
  readonly reason: string | null;
  readonly confidence: number | null;
  readonly firstTokenMs: number | null;
  readonly totalMs: number;
  readonly promptTokens: number;
  readonly generatedTokens: number;
}

const CASE = {
  id: 'end-of-line',
  path: 'src/files.ts',
  languageId: 'typescript',
  prefix:
    'export function readAll(path: string): string {\n  return fs.readFileSync(path, "utf8");\n}\n\nexport function writeAll(path: string',
  suffix: '',
  expected: ', text: string): void {',
  kind: 'line',
  files: [{ path: 'src/other.ts', text: 'export {};\n' }],
};

describe('npm run complete', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'openelm-complete-'));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  function complete(
    cases: string,
    ...more: string[]
  ): { status: number | null; stderr: string; rows: Row[] } {
    const input = path.join(folder, 'cases.jsonl');
    const output = path.join(folder, 'out.jsonl');
    writeFileSync(input, cases);
    rmSync(output, { force: true });
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--import', 'tsx', 'tools/complete.ts', '--cases', input, '--out', output, ...more],
      { cwd: ROOT, encoding: 'utf8' },
    );
    const rows = status === 0 ? readFileSync(output, 'utf8').trim().split('\n') : [];
    return { status, stderr, rows: rows.map((row) => JSON.parse(row) as Row) };
  }

  const asLines = (...cases: unknown[]): string => cases.map((one) => `${JSON.stringify(one)}\n`).join('');

  it('gives a row for each case, in order, up to the limit', () => {
    const crlf = { ...CASE, id: 'crlf', prefix: CASE.prefix.replaceAll('\n', '\r\n') };
    const { status, stderr, rows } = complete(asLines(CASE, crlf, { ...CASE, id: 'third' }), '--limit', '2');
    assert.equal(status, 0, stderr);
    assert.deepEqual(
      rows.map(({ id }) => id),
      ['end-of-line', 'crlf'],
    );
    const [first, second] = rows;
    assert.ok(first && second);
    assert.equal(first.text, second.text, 'line endings are the document’s business, not the model’s');
    assert.equal(first.shown, first.text !== '');
    assert.equal(first.reason === null, first.shown);
    assert.ok(first.promptTokens > 20 && first.generatedTokens > 0);
    assert.ok(first.confidence !== null && first.confidence > 0 && first.confidence <= 1);
    assert.ok(first.firstTokenMs !== null && first.firstTokenMs <= first.totalMs);
  });

  it('says which line of the cases is wrong, and computes nothing', () => {
    const { status, stderr } = complete(`${JSON.stringify(CASE)}\n{"id": 1}\n`);
    assert.equal(status, 2);
    assert.match(stderr, /cases\.jsonl:2: path/u);
  });

  it('says what is wrong with a model file', () => {
    const { status, stderr } = complete(asLines(CASE), '--model', path.join(ROOT, 'README.md'));
    assert.equal(status, 2);
    assert.match(stderr, /not a GGUF model/u);
  });
});
