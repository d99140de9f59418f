/**
 * Runs the suites of test/extension in the desktop VS Code: `npm run test:desktop`. The environment variable VSCODE_PATH
 * names an installed one; without it, @vscode/test-electron downloads the stable release.
 */
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { RESULTS_VARIABLE } from '../test/extension/results.ts';
import { languageModelClient, repositoryRoot } from './host/paths.ts';
import { copyTestWorkspace, temporaryFolder } from './host/temporaryFolder.ts';
import { readTestResults, reportTestResults } from './host/testResults.ts';
import { QUIET_SETTINGS, writeUserSettings } from './host/userSettings.ts';

const root = temporaryFolder('desktop');
const userDataDir = path.join(root, 'user');
const resultsFile = path.join(root, 'results.json');
const vscodePath = process.env['VSCODE_PATH'];
writeUserSettings(userDataDir, QUIET_SETTINGS);
const code = await runTests({
  ...(vscodePath !== undefined && { vscodeExecutablePath: vscodePath }),
  extensionDevelopmentPath: [repositoryRoot, languageModelClient],
  extensionTestsPath: path.join(repositoryRoot, 'dist/test/extension.cjs'),
  extensionTestsEnv: { [RESULTS_VARIABLE]: resultsFile },
  launchArgs: [
    copyTestWorkspace(path.join(root, 'workspace')),
    '--disable-extensions',
    '--skip-welcome',
    `--user-data-dir=${userDataDir}`,
    `--extensions-dir=${path.join(root, 'extensions')}`,
  ],
}).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 1;
});
process.exit(reportTestResults(readTestResults(resultsFile)) && code === 0 ? 0 : 1);
