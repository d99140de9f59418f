import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import path from 'node:path';
import { build } from 'esbuild';
import { insideHtml, type InsidePage } from '../../../src/webview/inside/insideHtml.ts';
import { decodeInsideMessage } from '../../../src/webview/inside/decodeInsideMessage.ts';
import {
  type InsideHostMessage,
  type InsidePageMessage,
} from '../../../src/webview/inside/insideProtocol.ts';
import { ensureTestHost } from '../../../tools/host/install.ts';
import { launchChromium, type Page, type Viewport } from '../../../tools/host/playwright.ts';
import { englishInside } from '../../support/insidePage.ts';
import { readTheme, type ThemeName } from './chatHarness.ts';
import { sendToPage, watchPage } from './watchPage.ts';

const ROOT = path.join(import.meta.dirname, '../../..');
const NONCE = 'harness';
const FONTS = {
  '--vscode-font-family': 'system-ui, "DejaVu Sans", sans-serif',
  '--vscode-font-size': '13px',
  '--vscode-editor-font-family': '"DejaVu Sans Mono", monospace',
};

/** The page about a model file in a Chromium, with a test in the place of the extension host. */
export interface InsideHarness {
  readonly page: Page;
  /** What the console and the page reported, and messages that the host would drop. */
  readonly errors: string[];
  /** Waits until the page has sent a message. */
  readonly next: () => Promise<InsidePageMessage>;
  readonly send: (message: InsideHostMessage) => Promise<void>;
}

/** A Chromium that opens such pages; one for a whole suite. */
export interface InsideBrowser {
  open(page: InsidePage, theme: ThemeName, viewport?: Viewport): Promise<InsideHarness>;
  close(): Promise<void>;
}

/** Builds script and style sheet, serves them on 127.0.0.1 and starts a Chromium. */
export async function startInsideBrowser(): Promise<InsideBrowser> {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: ['src/webview/page/inside/main.ts', 'src/webview/inside/inside.css'],
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
      request.url === '/inside.js'
        ? ['text/javascript', fileOf('.js')]
        : request.url === '/inside.css'
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
      html = htmlOf(shown, theme);
      const context = await browser.newContext({ viewport });
      return openPage(await context.newPage(), `http://127.0.0.1:${port}/page`);
    },
    close: async () => {
      await browser.close();
      await once(server.close(), 'close');
    },
  };
}

async function openPage(page: Page, url: string): Promise<InsideHarness> {
  const { errors, next } = await watchPage(page, decodeInsideMessage);
  await page.goto(url, { waitUntil: 'load' });
  return {
    page,
    errors,
    next: () => next(() => true),
    send: (message) => sendToPage(page, message),
  };
}

/** The page as the extension makes it, with the theme and the API that VS Code adds. */
function htmlOf(shown: InsidePage, themeName: ThemeName): string {
  const theme = readTheme(themeName);
  const options = { scriptUri: '/inside.js', styleUri: '/inside.css', nonce: NONCE };
  const variables = JSON.stringify({ ...FONTS, ...theme.variables });
  const api = `window.acquireVsCodeApi = () => ({ postMessage: (m) => void window.harnessSent(m), getState: () => undefined, setState: () => undefined });
    for (const [name, value] of Object.entries(${variables})) document.documentElement.style.setProperty(name, value);
    document.addEventListener('DOMContentLoaded', () => { document.body.className = ${JSON.stringify(theme.bodyClass)}; });`;
  return insideHtml(shown, englishInside(), options).replace(
    '<link ',
    () => `<script nonce="${NONCE}">${api}</script><link `,
  );
}
