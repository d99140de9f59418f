import path from 'node:path';
import { build } from 'esbuild';
import { type TestHost } from './install.ts';
import { type Browser, launchChromium, type Page, type Viewport } from './playwright.ts';
import { repositoryRoot } from './paths.ts';
import { type VsCodeServer } from './server.ts';

/** The workbench appears within two seconds on a quiet machine. */
const OPEN_TIMEOUT_MS = 60_000;
const DEFAULT_VIEWPORT: Viewport = { width: 1280, height: 800 };

/** What the workbench is opened on; all paths are absolute. */
export interface WorkbenchOptions {
  readonly folder: string;
  /** An extension's folder, loaded as F5 loads it. */
  readonly developmentPath?: string;
  /** A module whose `run` is called in the extension host. */
  readonly testsPath?: string;
  /** null lets a window decide. */
  readonly viewport?: Viewport | null;
  readonly headless?: boolean;
  /** Is called before the page is loaded. */
  readonly prepare?: (page: Page) => Promise<void>;
}

/** A workbench in a browser of its own. */
export interface Workbench {
  readonly page: Page;
  /** What the page wrote to its console as errors, and the exceptions that nothing caught. */
  readonly consoleErrors: readonly string[];
  /** Loads the page anew, as a person does whose window is stuck, and waits until the workbench is drawn. */
  reload(): Promise<void>;
  /** Settles when the browser is gone, closed by the user or by `close`. */
  readonly closed: Promise<void>;
  close(): Promise<void>;
}

/** The URL of the workbench on a folder, with what the smoke-test driver reads from it. */
export function workbenchUrl(server: VsCodeServer, options: WorkbenchOptions): string {
  const remote = (file: string): string => `vscode-remote://127.0.0.1:${server.port}${encodeURI(file)}`;
  const payload: [string, string][] = [['skipWelcome', 'true']];
  if (options.developmentPath !== undefined) {
    payload.push(['extensionDevelopmentPath', remote(options.developmentPath)]);
  }
  if (options.testsPath !== undefined) {
    payload.push(['extensionTestsPath', remote(options.testsPath)]);
  }
  const query = new URLSearchParams({ folder: options.folder, payload: JSON.stringify(payload) });
  return `${server.url}/?${query.toString()}`;
}

/**
 * Opens the workbench and waits until it is drawn.
 *
 * @throws Error when the server would ignore a path of the options, which it does in silence.
 */
export async function openWorkbench(
  host: TestHost,
  server: VsCodeServer,
  options: WorkbenchOptions,
): Promise<Workbench> {
  if (!server.automation && (options.developmentPath ?? options.testsPath) !== undefined) {
    throw new Error('An extension under development needs a server that is started with `automation`.');
  }
  const browser = await launchChromium(host, options.headless ?? true);
  try {
    const viewport = options.viewport === undefined ? DEFAULT_VIEWPORT : options.viewport;
    const page = await (await browser.newContext({ viewport })).newPage();
    const consoleErrors = collectErrors(page);
    await page.addInitScript({ content: await ghostTextWatchScript() });
    await options.prepare?.(page);
    const reload = async (): Promise<void> => {
      await page.goto(workbenchUrl(server, options), { timeout: OPEN_TIMEOUT_MS });
      await page.locator('.monaco-workbench').waitFor({ state: 'visible', timeout: OPEN_TIMEOUT_MS });
    };
    await reload();
    return { page, consoleErrors, reload, closed: closing(browser, page), close: () => browser.close() };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

/**
 * Errors of this way to run VS Code: nothing is compiled at its installation, so its native modules are missing (its own
 * logs then stay in memory), and code-server ships without the workbench's service worker.
 */
const HOST_NOISE =
  /spdlog|native-watchdog|build\/Release|bindings file|service ?worker|status of 404|HTTP response code \(404\)/i;

function collectErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !HOST_NOISE.test(message.text())) {
      errors.push(message.text());
    }
  });
  page.on('pageerror', (error) => {
    errors.push(error.stack ?? error.message);
  });
  return errors;
}

/** Settles when the user closes the window: a headed Chromium may live on without one. */
function closing(browser: Browser, page: Page): Promise<void> {
  return new Promise((resolve) => {
    browser.on('disconnected', resolve);
    page.on('close', resolve);
  });
}

async function ghostTextWatchScript(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(repositoryRoot, 'tools/host/inPage/watchGhostText.ts')],
    bundle: true,
    format: 'iife',
    target: 'es2022',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}
