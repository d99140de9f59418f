/**
 * `npm test`: checks, builds and runs every test: plain Node, a real engine process, inside a real VS Code, and end to
 * end in a browser. Closes with one line of counts.
 *
 * On a system without the built-in test host (Linux x64) the tests in VS Code run on the desktop instead.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ROOT } from './support/headlessEngine.ts';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

interface Step {
  readonly name: string;
  /** Arguments of Node. */
  readonly node: readonly string[];
  /** Its tests write their counts; a step without counts is one test itself. */
  readonly counts: boolean;
}

const bin = (name: string, file: string): string => path.join('node_modules', name, file);
// As ES modules alone: required as CommonJS, a module and what it loads later would each have their own classes.
const MOCHA = [
  bin('mocha', 'bin/mocha.js'),
  '--import=tsx/esm',
  '--reporter',
  'tools/support/tallyReporter.mjs',
];

const CHECKS: readonly Step[] = [
  { name: 'types', node: [bin('typescript', 'bin/tsc'), '-p', '.'], counts: false },
  {
    name: 'types in the page',
    node: [bin('typescript', 'bin/tsc'), '-p', 'tools/host/inPage'],
    counts: false,
  },
  {
    name: 'types in the chat page',
    node: [bin('typescript', 'bin/tsc'), '-p', 'src/webview/page'],
    counts: false,
  },
  { name: 'lint', node: [bin('eslint', 'bin/eslint.js'), '.'], counts: false },
  { name: 'format', node: [bin('prettier', 'bin/prettier.cjs'), '--check', '.'], counts: false },
  { name: 'dead code', node: [bin('knip', 'bin/knip.js')], counts: false },
  { name: 'build', node: ['esbuild.config.js'], counts: false },
];

const ON_NODE: readonly Step[] = [
  { name: 'unit tests', node: [...MOCHA, 'test/unit/**/*.test.ts'], counts: true },
  {
    name: 'process tests',
    node: [...MOCHA, '--timeout', '180000', 'test/process/**/*.test.ts'],
    counts: true,
  },
  { name: 'training', node: ['--import', 'tsx', 'tools/testTraining.ts'], counts: true },
];

/** The built-in test host is a Linux one. */
const IN_VS_CODE: readonly Step[] =
  process.platform === 'linux' && process.arch === 'x64'
    ? [
        { name: 'tests inside VS Code', node: ['--import', 'tsx', 'tools/runInHost.ts'], counts: true },
        {
          name: 'tests of the chat page',
          node: [...MOCHA, '--timeout', '60000', 'test/page/**/*.test.ts'],
          counts: true,
        },
        {
          name: 'end-to-end tests',
          node: [...MOCHA, '--timeout', '240000', 'test/e2e/**/*.test.ts'],
          counts: true,
        },
      ]
    : [{ name: 'tests inside VS Code', node: ['--import', 'tsx', 'tools/runDesktop.ts'], counts: true }];

const total: Counts = { passed: 0, failed: 0, skipped: 0 };
for (const step of [...CHECKS, ...ON_NODE, ...IN_VS_CODE]) {
  const startedAt = performance.now();
  console.log(`\n── ${step.name}`);
  const { passed, failed, skipped } = run(step);
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
  console.log(`   ${step.name}: ${failed === 0 ? 'ok' : `${failed} failed`}, ${seconds(startedAt)} s`);
  if (step.name === 'build' && failed > 0) {
    break; // everything after it would only fail again
  }
}
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;

/** Runs a step. One that ends with an error, or without counts where it should have some, has failed once at least. */
function run(step: Step): Counts {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'openelm-test-'));
  const tally = path.join(folder, 'tally.jsonl');
  try {
    const { status } = spawnSync(process.execPath, step.node, {
      cwd: ROOT,
      stdio: 'inherit',
      env: { ...process.env, OPENELM_TALLY: tally },
    });
    if (!step.counts) {
      return { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0 };
    }
    const counts = readCounts(tally);
    return {
      ...counts,
      failed: status === 0 && counts.passed + counts.skipped > 0 ? counts.failed : Math.max(1, counts.failed),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readCounts(file: string): Counts {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Counts;
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

function seconds(startedAt: number): string {
  return ((performance.now() - startedAt) / 1000).toFixed(1);
}
