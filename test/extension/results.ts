/** The environment variable that names the file of results. */
export const RESULTS_VARIABLE = 'OPENELM_TEST_RESULTS';

/** What a run has shown so far; the file is written anew after each test, so that a hung run leaves it too. */
export interface TestResults {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly { readonly title: string; readonly message: string }[];
}

/** Begins each line that the suite prints, so that it is found among the editor's own. */
export const OUTPUT_MARK = '[test] ';
