import { spawn } from 'node:child_process';
import path from 'node:path';
import { repositoryRoot } from '../host/paths.ts';
import { copySampleWorkspace, temporaryFolder } from '../host/temporaryFolder.ts';
import { QUIET_SETTINGS, writeUserSettings } from '../host/userSettings.ts';

/** Runs a desktop VS Code with this extension as F5 does, and settles with its exit code when its window is closed. */
export function runDesktop(executable: string): Promise<number> {
  const root = temporaryFolder('start');
  const userDataDir = path.join(root, 'user');
  writeUserSettings(userDataDir, QUIET_SETTINGS);
  console.log(`Starting ${executable}; Ctrl+C ends it.`);
  const child = spawn(
    executable,
    [
      `--extensionDevelopmentPath=${repositoryRoot}`,
      `--user-data-dir=${userDataDir}`,
      `--extensions-dir=${path.join(root, 'extensions')}`,
      '--skip-welcome',
      '--disable-workspace-trust',
      '--new-window',
      // Only the `code` command heeds it: it stays until the window is closed.
      '--wait',
      copySampleWorkspace(path.join(root, 'workspace')),
    ],
    // Set in VS Code's own terminal, it would make the program a plain Node.
    { stdio: 'inherit', env: { ...process.env, ELECTRON_RUN_AS_NODE: undefined } },
  );
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      child.kill();
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => {
      resolve(code ?? 1);
    });
  });
}
