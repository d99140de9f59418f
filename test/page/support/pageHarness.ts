import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import path from 'node:path';
import { build } from 'esbuild';
import { ensureTestHost } from '../../../tools/host/install.ts';
import { launchChromium, type Page, type Viewport } from '../../../tools/host/playwright.ts';
import { readTheme, type ThemeName } from './chatHarness.ts';
import { sendToPage, watchPage } from './watchPage.ts';

const ROOT = path.join(import.meta.dirname, '../../..');
const NONCE = 'harness';
const FONTS = {
  '--vscode-font-family': 'system-ui, "DejaVu Sans", sans-serif',
  '--vscode-font-size': '13px',
  '--vscode-editor-font-family': '"DejaVu Sans Mono", monospace',
};

/** Where a page finds its files, as the extension tells it. */
export interface PageFiles {
  readonly scriptUri: string;
  readonly styleUri: string;
  readonly nonce: string;
}

/** A page of the extension, and how a host treats it. */
export interface TestedPage<Shown, FromPage> {
  /** Below the checkout's root. */
  readonly script: string;
  readonly style: string;
  readonly html: (shown: Shown, files: PageFiles) => string;
  readonly decode: (raw: unknown) => FromPage | undefined;
}

/** A page in a Chromium, with a test in the place of the extension host. */
export interface PageHarness<FromPage, ToPage> {
  readonly page: Page;
  /** What the console and the page reported, and messages that the host would drop. */
  readonly errors: string[];
  /** Waits until the page has sent a message. */
  readonly next: () => Promise<FromPage>;
  readonly send: (message: ToPage) => Promise<void>;
}

/** A Chromium that opens such pages; one for a whole suite. */
export interface PageBrowser<Shown, FromPage, ToPage> {
  open(shown: Shown, theme: ThemeName, viewport?: Viewport): Promise<PageHarness<FromPage, ToPage>>;
  close(): Promise<void>;
}

/** Builds script and style sheet, serves them on 127.0.0.1 and starts a Chromium. */
export async function startPageBrowser<Shown, FromPage, ToPage>(
  tested: TestedPage<Shown, FromPage>,
): Promise<PageBrowser<Shown, FromPage, ToPage>> {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: { page: tested.script, style: tested.style },
    outdir: 'out',
    bundle: true,
    format: 'iife',
    target: 'chrome122',
    write: false,
  });
  const fileOf = (end: string): string =>
    outputFiles.find(({ path: file }) => file.endsWith(end))?.text ?? '';
  let html = '';
  const server = createServer((request, response) => {
    const [type, text] =
      request.url === '/page.js'
        ? ['text/javascript', fileOf('.js')]
        : request.url === '/page.css'
          ? ['text/css', fileOf('.css')]
          : ['text/html', html];
    response.setHeader('Content-Type', `${type}; charset=utf-8`);
    response.end(text);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const browser = await launchChromium(ensureTestHost(), true);
  return {
    open: async (shown, theme, viewport = { width: 1100, height: 900 }) => {
      const files = { scriptUri: '/page.js', styleUri: '/page.css', nonce: NONCE };
      html = withHost(tested.html(shown, files), theme);
      const context = await browser.newContext({ viewport });
      const page = await context.newPage();
      const { errors, next } = await watchPage(page, tested.decode);
      await page.goto(`http://127.0.0.1:${port}/page`, { waitUntil: 'load' });
      return {
        page,
        errors,
        next: () => next(() => true),
        send: (message) => sendToPage(page, message),
      };
    },
    close: async () => {
      await browser.close();
      await once(server.close(), 'close');
    },
  };
}

/** The page as the extension makes it, with the theme and the API that VS Code adds. */
function withHost(html: string, themeName: ThemeName): string {
  const theme = readTheme(themeName);
  const variables = JSON.stringify({ ...FONTS, ...theme.variables });
  const api = `window.acquireVsCodeApi = () => ({ postMessage: (m) => void window.harnessSent(m), getState: () => undefined, setState: () => undefined });
    for (const [name, value] of Object.entries(${variables})) document.documentElement.style.setProperty(name, value);
    document.addEventListener('DOMContentLoaded', () => { document.body.className = ${JSON.stringify(theme.bodyClass)}; });`;
  return html.replace('<link ', () => `<script nonce="${NONCE}">${api}</script><link `);
}
