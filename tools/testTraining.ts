/**
 * The checks and tests of `training/`, which is Python: run where its packages are installed (training/README.md), one
 * test skipped, with that reason, where they are not.
 */
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ROOT } from './support/headlessEngine.ts';

const TRAINING = path.join(ROOT, 'training');
const PYTHON = path.join(
  TRAINING,
  '.venv',
  process.platform === 'win32' ? path.join('Scripts', 'python.exe') : path.join('bin', 'python'),
);
const CHECKS: readonly (readonly string[])[] = [
  ['ruff', 'check', '.'],
  ['ruff', 'format', '--check', '.'],
  ['mypy', '--strict', 'openelm_train'],
];

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

function main(): Counts {
  if (!existsSync(PYTHON)) {
    console.log('  - skipped: training/.venv is not there (see training/README.md, step 1)');
    return { passed: 0, failed: 0, skipped: 1 };
  }
  const checks = CHECKS.map((check) => {
    const isGood = python(check);
    console.log(`  ${isGood ? '✔' : '✖'} ${check.join(' ')}`);
    return isGood;
  });
  const tests = pytest();
  return {
    passed: tests.passed + checks.filter((isGood) => isGood).length,
    failed: tests.failed + checks.filter((isGood) => !isGood).length,
    skipped: tests.skipped,
  };
}

function python(module: readonly string[]): boolean {
  return spawnSync(PYTHON, ['-m', ...module], { cwd: TRAINING, stdio: 'inherit' }).status === 0;
}

function pytest(): Counts {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'openelm-pytest-'));
  try {
    const report = path.join(folder, 'report.xml');
    const isGood = python(['pytest', '-q', '-rs', `--junitxml=${report}`]);
    // One <testsuite> with the counts as attributes: the format of JUnit.
    const suite = existsSync(report)
      ? (/<testsuite [^>]*>/u.exec(readFileSync(report, 'utf8'))?.[0] ?? '')
      : '';
    const count = (name: string): number =>
      Number(new RegExp(` ${name}="(\\d+)"`, 'u').exec(suite)?.[1] ?? 0);
    const failed = count('failures') + count('errors');
    const skipped = count('skipped');
    const passed = count('tests') - failed - skipped;
    return { passed, failed: isGood && passed > 0 ? failed : Math.max(1, failed), skipped };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const counts = main();
const tally = process.env['OPENELM_TALLY'];
if (tally !== undefined) {
  appendFileSync(tally, `${JSON.stringify(counts)}\n`);
}
process.exitCode = counts.failed === 0 ? 0 : 1;
