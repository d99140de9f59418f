import { existsSync, readFileSync } from 'node:fs';
import { type TestResults } from '../../test/extension/results.ts';

const NONE: TestResults = { passed: 0, failed: 0, skipped: 0, failures: [] };

/** Reads what the suite inside the extension host has written; zeros when it did not get that far. */
export function readTestResults(file: string): TestResults {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as TestResults) : NONE;
}

/** Prints the failures and the line of counts, and says whether the run is good: none failed and some passed. */
export function reportTestResults(results: TestResults): boolean {
  for (const { title, message } of results.failures) {
    console.error(`\n${title}\n${message}\n`);
  }
  if (results.passed === 0 && results.failed === 0) {
    console.error('None passed, which is a failure.');
  }
  console.log(`${results.passed} passed, ${results.failed} failed, ${results.skipped} skipped`);
  return results.failed === 0 && results.passed > 0;
}
