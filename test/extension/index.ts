import { writeFileSync } from 'node:fs';
import type Mocha from 'mocha';
import { OUTPUT_MARK, RESULTS_VARIABLE, type TestResults } from './results.ts';

/** A test may wait for a model to load on a slow machine. */
const TEST_TIMEOUT_MS = 60_000;

/**
 * Runs every suite inside the extension host: VS Code calls it (`extensionTestsPath`), in the browser-hosted editor and
 * in the desktop one alike.
 *
 * @throws Error when a test failed or none passed, which makes the editor exit with 1.
 */
export async function run(): Promise<void> {
  // Mocha is an ES module, and this bundle is none: older editors cannot require it.
  const { default: MochaRunner } = await import('mocha');
  // The base of all reporters prints nothing; what is printed here carries a mark.
  const reporter = MochaRunner.reporters.Base;
  const mocha = new MochaRunner({ ui: 'bdd', timeout: TEST_TIMEOUT_MS, reporter });
  // Makes describe and it global; only then may the suites be evaluated.
  mocha.suite.emit('pre-require', globalThis, 'suites', mocha);
  await import('./suites.ts');
  const { failed, passed } = await runAll(mocha);
  if (failed > 0 || passed === 0) {
    throw new Error(failed > 0 ? `${failed} failed` : 'None passed.');
  }
}

function runAll(mocha: Mocha): Promise<TestResults> {
  return new Promise((resolve) => {
    let results: TestResults = { passed: 0, failed: 0, skipped: 0, failures: [] };
    const note = (change: Partial<TestResults>): void => {
      results = { ...results, ...change };
      write(results);
    };
    note({});
    const runner = mocha.run(() => {
      resolve(results);
    });
    runner.on('pass', (test) => {
      print(`passed ${test.fullTitle()} (${test.duration ?? 0} ms)`);
      note({ passed: results.passed + 1 });
    });
    runner.on('pending', (test) => {
      print(`skipped ${test.fullTitle()}`);
      note({ skipped: results.skipped + 1 });
    });
    runner.on('fail', (test, error: unknown) => {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      print(`FAILED ${test.fullTitle()}`);
      note({
        failed: results.failed + 1,
        failures: [...results.failures, { title: test.fullTitle(), message }],
      });
    });
  });
}

function print(line: string): void {
  console.log(OUTPUT_MARK + line);
}

function write(results: TestResults): void {
  const file = process.env[RESULTS_VARIABLE];
  if (file !== undefined) {
    writeFileSync(file, JSON.stringify(results, undefined, 2));
  }
}
