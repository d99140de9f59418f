import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { type TestResults } from '../../test/extension/results.ts';

const NONE: TestResults = { passed: 0, failed: 0, skipped: 0, failures: [] };

/** Reads what the suite inside the extension host has written; zeros when it did not get that far. */
export function readTestResults(file: string): TestResults {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as TestResults) : NONE;
}

/** Prints the failures and the line of counts (also to the file of OPENELM_TALLY, for `npm test`), and says whether the run is good: none failed and some passed. */
export function reportTestResults(results: TestResults): boolean {
  for (const { title, message } of results.failures) {
    console.error(`\n${title}\n${message}\n`);
  }
  if (results.passed === 0 && results.failed === 0) {
    console.error('None passed, which is a failure.');
  }
  const { passed, failed, skipped } = results;
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  const tally = process.env['OPENELM_TALLY'];
  if (tally !== undefined) {
    appendFileSync(tally, `${JSON.stringify({ passed, failed, skipped })}\n`);
  }
  return results.failed === 0 && results.passed > 0;
}
