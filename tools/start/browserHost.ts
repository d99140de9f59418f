import path from 'node:path';
import { ensureTestHost, type TestHost } from '../host/install.ts';
import { repositoryRoot } from '../host/paths.ts';
import { linkExtension } from '../host/profile.ts';
import { startVsCodeServer, type VsCodeServer } from '../host/server.ts';
import { copySampleWorkspace, temporaryFolder } from '../host/temporaryFolder.ts';
import { QUIET_SETTINGS } from '../host/userSettings.ts';

/** A browser-hosted VS Code with this extension, ready to be opened. */
export interface BrowserHost {
  readonly host: TestHost;
  readonly server: VsCodeServer;
  /** The copy of the sample workspace. */
  readonly folder: string;
}

/** Starts it in a profile that goes with this process. */
export async function startBrowserHost(): Promise<BrowserHost> {
  const host = ensureTestHost();
  const root = temporaryFolder('start');
  const profile = { userDataDir: path.join(root, 'user'), extensionsDir: path.join(root, 'extensions') };
  linkExtension(profile, repositoryRoot);
  const server = await startVsCodeServer(host, {
    ...profile,
    settings: QUIET_SETTINGS,
    logFile: path.join(root, 'server.log'),
  });
  return { host, server, folder: copySampleWorkspace(path.join(root, 'workspace')) };
}
