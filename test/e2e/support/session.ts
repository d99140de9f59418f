import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { EditorDriver } from '../../../tools/host/editorDriver.ts';
import { ensureTestHost, type TestHost } from '../../../tools/host/install.ts';
import { openWorkbench, type Workbench } from '../../../tools/host/page.ts';
import { type Viewport } from '../../../tools/host/playwright.ts';
import { linkExtension, type ServerProfile } from '../../../tools/host/profile.ts';
import { installVsix, startVsCodeServer, type VsCodeServer } from '../../../tools/host/server.ts';
import { QUIET_SETTINGS, writeMachineSettings, type Settings } from '../../../tools/host/userSettings.ts';

/** The extension under test: its folder, linked into the profile, or a package, installed as a user installs it. */
export type ExtensionUnderTest =
  | { readonly kind: 'development'; readonly folder: string }
  | { readonly kind: 'vsix'; readonly file: string };

/** What a session starts with. */
export interface SessionOptions {
  readonly extension: ExtensionUnderTest;
  /** Folders of further extensions, linked beside it. */
  readonly companions?: readonly string[];
  /** A folder whose copy is the workspace. */
  readonly workspaceDir?: string;
  /** Files written into the workspace, by their paths in it. */
  readonly workspaceFiles?: Readonly<Record<string, string>>;
  /** User settings on top of the quiet ones. */
  readonly settings?: Settings;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Words before the server's command line, such as `['unshare', '--net']`. */
  readonly argvPrefix?: readonly string[];
  readonly viewport?: Viewport;
  /** Opens the workspace in restricted mode. */
  readonly untrusted?: boolean;
}

/** One VS Code with a profile, a home folder and a workspace of its own, all of which go with it. */
export interface Session {
  readonly driver: EditorDriver;
  readonly workbench: Workbench;
  readonly server: VsCodeServer;
  /** The copy that the editor works on. */
  readonly workspaceDir: string;
  /** The profile; what the extension stores lies below `User/globalStorage`. */
  readonly userDataDir: string;
  /** Replaces the settings that `startSession` was given; the running editor has applied them when this settles. */
  setSettings(settings: Settings): Promise<void>;
  /** Ends the editor and removes its folders. */
  stop(): Promise<void>;
}

/** Starts a VS Code with the extension and opens the workspace in it. */
export async function startSession(options: SessionOptions): Promise<Session> {
  const host = ensureTestHost();
  const root = mkdtempSync(path.join(os.tmpdir(), 'openelm-e2e-'));
  const userDataDir = path.join(root, 'user');
  const extensionsDir = path.join(root, 'extensions');
  const home = path.join(root, 'home');
  const workspaceDir = path.join(root, 'workspace');
  const applied = (settings: Settings = {}): Settings => ({ ...QUIET_SETTINGS, ...settings });
  const cleanUp: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const step of cleanUp.splice(0).reverse()) {
      await step();
    }
    rmSync(root, { recursive: true, force: true });
  };
  try {
    mkdirSync(home);
    writeWorkspace(workspaceDir, options);
    const profile = { userDataDir, extensionsDir };
    for (const folder of options.companions ?? []) {
      linkExtension(profile, folder);
    }
    await addExtension(host, profile, options.extension);
    const server = await startVsCodeServer(host, {
      userDataDir,
      extensionsDir,
      settings: applied(options.settings),
      // Neither the developer's own files nor their language servers' caches have a say in a test.
      env: {
        HOME: home,
        XDG_CACHE_HOME: undefined,
        XDG_CONFIG_HOME: undefined,
        XDG_DATA_HOME: undefined,
        ...options.env,
      },
      argvPrefix: options.argvPrefix ?? [],
      logFile: path.join(root, 'server.log'),
      workspaceTrust: options.untrusted ?? false,
    });
    cleanUp.push(() => server.stop());
    const workbench = await openWorkbench(host, server, {
      folder: workspaceDir,
      ...(options.viewport && { viewport: options.viewport }),
    });
    cleanUp.push(() => workbench.close());
    const driver = new EditorDriver(workbench, workspaceDir);
    const setSettings = (settings: Settings): Promise<void> => {
      writeMachineSettings(userDataDir, settings);
      return driver.replaceUserSettings(applied(settings));
    };
    return { driver, workbench, server, workspaceDir, userDataDir, setSettings, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function addExtension(
  host: TestHost,
  profile: ServerProfile,
  extension: ExtensionUnderTest,
): Promise<void> {
  switch (extension.kind) {
    case 'development':
      linkExtension(profile, extension.folder);
      return;
    case 'vsix':
      await installVsix(host, profile, path.resolve(extension.file));
  }
}

function writeWorkspace(folder: string, options: SessionOptions): void {
  mkdirSync(folder);
  if (options.workspaceDir !== undefined) {
    cpSync(options.workspaceDir, folder, { recursive: true });
  }
  for (const [name, text] of Object.entries(options.workspaceFiles ?? {})) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
