/**
 * `npm test`: checks, builds and runs every test: plain Node, a real engine process, inside a real VS Code, and end to
 * end in a browser. Closes with one line of counts.
 *
 * On a system without the built-in test host (Linux x64) the tests in VS Code run on the desktop instead.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
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
  { name: 'build', node: ['esbuild.config.js'], counts: false },
];

const ON_NODE: readonly Step[] = [
  { name: 'unit tests', node: [...MOCHA, 'test/unit/**/*.test.ts'], counts: true },
  {
    name: 'process tests',
    node: [...MOCHA, '--timeout', '180000', 'test/process/**/*.test.ts'],
    counts: true,
  },
];

/** The built-in test host is a Linux one. */
const HAS_HOST = process.platform === 'linux' && process.arch === 'x64';

/** Need nothing that is built: they take their time beside the steps before. */
const BESIDE: readonly Step[] = [
  { name: 'training', node: ['--import', 'tsx', 'tools/testTraining.ts'], counts: true },
  ...(HAS_HOST
    ? [
        {
          name: 'tests of the pages',
          node: [...MOCHA, '--timeout', '60000', 'test/page/**/*.test.ts'],
          counts: true,
        },
      ]
    : []),
  { name: 'lint', node: [bin('eslint', 'bin/eslint.js'), '.'], counts: false },
  { name: 'format', node: [bin('prettier', 'bin/prettier.cjs'), '--check', '.'], counts: false },
  { name: 'dead code', node: [bin('knip', 'bin/knip.js')], counts: false },
];

const IN_VS_CODE: readonly Step[] = HAS_HOST
  ? [
      { name: 'tests inside VS Code', node: ['--import', 'tsx', 'tools/runInHost.ts'], counts: true },
      {
        name: 'end-to-end tests',
        node: [...MOCHA, '--timeout', '240000', 'test/e2e/**/*.test.ts'],
        counts: true,
      },
    ]
  : [{ name: 'tests inside VS Code', node: ['--import', 'tsx', 'tools/runDesktop.ts'], counts: true }];

const total: Counts = { passed: 0, failed: 0, skipped: 0 };
const beside = runBeside();
const isBuilt = await inTurn([...CHECKS, ...ON_NODE]);
for (const { step, result } of await beside) {
  add(step, result);
}
if (isBuilt) {
  await inTurn(IN_VS_CODE);
}
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;

/** Runs steps one after the other; false where the build failed: everything after it would only fail again. */
async function inTurn(steps: readonly Step[]): Promise<boolean> {
  for (const step of steps) {
    console.log(`\n── ${step.name}`);
    const result = await run(step, 'atOnce');
    add(step, result);
    if (step.name === 'build' && result.failed > 0) {
      return false;
    }
  }
  return true;
}

/** What they say is kept until nothing else is said. */
async function runBeside(): Promise<readonly { readonly step: Step; readonly result: Result }[]> {
  const results: { readonly step: Step; readonly result: Result }[] = [];
  for (const step of BESIDE) {
    results.push({ step, result: await run(step, 'atTheEnd') });
  }
  return results;
}

function add({ name }: Step, { passed, failed, skipped, output, seconds }: Result): void {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
  if (output !== '') {
    console.log(`\n── ${name}\n${output}`);
  }
  console.log(`   ${name}: ${failed === 0 ? 'ok' : `${failed} failed`}, ${seconds.toFixed(1)} s`);
}

interface Result extends Counts {
  /** What it said, where that was kept for the end. */
  readonly output: string;
  readonly seconds: number;
}

/** Runs a step. One that ends with an error, or without counts where it should have some, has failed once at least. */
async function run(step: Step, show: 'atOnce' | 'atTheEnd'): Promise<Result> {
  const startedAt = performance.now();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'openelm-test-'));
  const tally = path.join(folder, 'tally.jsonl');
  try {
    const child = spawn(process.execPath, step.node, {
      cwd: ROOT,
      stdio: [
        'ignore',
        ...(show === 'atOnce' ? (['inherit', 'inherit'] as const) : (['pipe', 'pipe'] as const)),
      ],
      env: { ...process.env, OPENELM_TALLY: tally },
    });
    let output = '';
    const keep = (text: Buffer): void => {
      output += text.toString();
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    const [status] = (await once(child, 'close')) as [number | null];
    const counts = step.counts ? readCounts(tally) : oneTest(status);
    const isSound = status === 0 && counts.passed + counts.skipped > 0;
    return {
      ...counts,
      failed: isSound ? counts.failed : Math.max(1, counts.failed),
      output,
      seconds: (performance.now() - startedAt) / 1000,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function oneTest(status: number | null): Counts {
  return { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0 };
}

function readCounts(file: string): Counts {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Counts;
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
