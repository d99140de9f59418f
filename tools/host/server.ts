import { execFile } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { get, type RequestOptions } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type TestHost } from './install.ts';
import { profileArguments, type ServerProfile } from './profile.ts';
import { type ProcessGroup, startProcessGroup } from './processGroup.ts';
import { forwardToSocket } from './socketForwarder.ts';
import { type Settings, writeUserSettings } from './userSettings.ts';

/** The server is up in half a second on a quiet machine. */
const START_TIMEOUT_MS = 60_000;
const POLL_MS = 50;

/** How the server is started. */
export interface ServerOptions extends ServerProfile {
  readonly settings: Settings;
  /** Added to this process's environment; it reaches the extension host. `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Words before the server's command line, such as `['unshare', '--net']`: the server then needs no network at all. */
  readonly argvPrefix?: readonly string[];
  readonly logFile: string;
  /**
   * Lets the page's URL name an extension's folder and its tests. VS Code then shows no notifications and answers its
   * own dialogs, so what a user sees is looked at without it.
   */
  readonly automation?: boolean;
  /** Asks whether a folder is trusted, as a desktop VS Code does; else every folder is. */
  readonly workspaceTrust?: boolean;
}

/** A running VS Code server. */
export interface VsCodeServer {
  /** Where the browser finds it, without a trailing slash. */
  readonly url: string;
  readonly port: number;
  /** The leader of the server's processes, for processTree.ts. */
  readonly pid: number;
  readonly logFile: string;
  /** Whether it was started with `automation`. */
  readonly automation: boolean;
  /** Settles when the server has ended. */
  readonly exited: Promise<void>;
  /** Ends the server and the extension hosts. */
  stop(): Promise<void>;
}

/** Where a server listens and how its clients reach it. */
interface Address {
  readonly listen: readonly string[];
  readonly probe: RequestOptions;
  readonly port: number;
  close(): void;
}

/**
 * Starts VS Code's server on 127.0.0.1 and waits until it answers. It takes no connection token: whoever can reach the
 * port can use it, as with any development server.
 */
export async function startVsCodeServer(host: TestHost, options: ServerOptions): Promise<VsCodeServer> {
  mkdirSync(options.extensionsDir, { recursive: true });
  mkdirSync(path.dirname(options.logFile), { recursive: true });
  writeUserSettings(options.userDataDir, options.settings);
  const prefix = options.argvPrefix ?? [];
  const automation = options.automation ?? false;
  const address = await (prefix.length === 0 ? freePort() : forwardedSocket(options.userDataDir));
  const group = startProcessGroup(
    [
      ...prefix,
      host.node,
      host.serverMain,
      ...address.listen,
      '--without-connection-token',
      '--accept-server-license-terms',
      ...(automation ? ['--enable-smoke-test-driver'] : []),
      ...(options.workspaceTrust === true ? [] : ['--disable-workspace-trust']),
      '--disable-telemetry',
      ...profileArguments(options),
    ],
    { env: serverEnvironment(options.env), logFile: options.logFile },
  );
  try {
    await answers(address.probe, group, options.logFile);
  } catch (error) {
    await group.stop();
    address.close();
    throw error;
  }
  const stop = async (): Promise<void> => {
    await group.stop();
    address.close();
  };
  const { port } = address;
  const { logFile } = options;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    pid: group.pid,
    logFile,
    automation,
    exited: group.exited,
    stop,
  };
}

/** Installs a packaged extension into a profile, as a user does; the server of that profile must not run. */
export async function installVsix(host: TestHost, profile: ServerProfile, vsix: string): Promise<void> {
  const args = ['--install-extension', vsix, '--force', '--accept-server-license-terms'];
  const output = await new Promise<string>((resolve) => {
    execFile(
      host.node,
      [host.serverMain, ...args, ...profileArguments(profile)],
      { env: serverEnvironment() },
      (_error, stdout, stderr) => {
        resolve(stdout + stderr);
      },
    );
  });
  // The command ends with 0 for a file that it could not install: only its words tell.
  if (!output.includes('successfully installed')) {
    throw new Error(`${path.basename(vsix)} was not installed:\n${output}`);
  }
}

/** Variables that VS Code's own terminal sets: they would turn the server into a plain Node or bind it to another window. */
const INHERITED = /^(ELECTRON_RUN_AS_NODE|NODE_OPTIONS|VSCODE_(?!TEST).*)$/;

function serverEnvironment(extra: ServerOptions['env'] = {}): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !INHERITED.test(name));
  // No marketplace: an extension that is not there is not looked for.
  return { ...Object.fromEntries(own), EXTENSIONS_GALLERY: '{"serviceUrl":""}', ...extra };
}

async function freePort(): Promise<Address> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', resolve);
  });
  const { port } = probe.address() as AddressInfo;
  await new Promise<void>((resolve) => {
    probe.close(() => {
      resolve();
    });
  });
  return {
    listen: ['--host', '127.0.0.1', '--port', String(port)],
    probe: { host: '127.0.0.1', port },
    port,
    close: () => undefined,
  };
}

async function forwardedSocket(userDataDir: string): Promise<Address> {
  const socketPath = path.join(userDataDir, 'server.sock');
  rmSync(socketPath, { force: true });
  const forwarder = await forwardToSocket(socketPath);
  return {
    listen: ['--socket-path', socketPath],
    probe: { socketPath },
    port: forwarder.port,
    close: () => {
      forwarder.close();
    },
  };
}

async function answers(target: RequestOptions, group: ProcessGroup, logFile: string): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (!(await respondsOk({ ...target, path: '/version', timeout: 2000 }))) {
    if (group.hasExited()) {
      throw new Error(`The VS Code server ended at once; its log is ${logFile}.`);
    }
    if (performance.now() > deadline) {
      throw new Error(
        `The VS Code server did not answer in ${START_TIMEOUT_MS / 1000} s; its log is ${logFile}.`,
      );
    }
    await delay(POLL_MS);
  }
}

function respondsOk(target: RequestOptions): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(target, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('timeout', () => {
      request.destroy();
    });
    // Refused until the server listens.
    request.on('error', () => {
      resolve(false);
    });
  });
}
