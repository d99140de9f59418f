import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import path from 'node:path';
import { build } from 'esbuild';
import { chatHtml } from '../../../src/webview/chatHtml.ts';
import {
  type ChatState,
  type ChatStrings,
  type HostMessage,
  type PageMessage,
} from '../../../src/webview/chatProtocol.ts';
import { decodePageMessage } from '../../../src/webview/decodePageMessage.ts';
import { ensureTestHost } from '../../../tools/host/install.ts';
import { launchChromium, type Page, type Viewport } from '../../../tools/host/playwright.ts';
import { sourceStrings } from '../../support/sourceStrings.ts';
import { sendToPage, watchPage } from './watchPage.ts';

const ROOT = path.join(import.meta.dirname, '../../..');
const NONCE = 'harness';

/** Colours and the class of the body as VS Code gives them to a webview; read from a real one. */
export interface Theme {
  readonly name: string;
  readonly bodyClass: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** VS Code's default themes. */
export type ThemeName = 'dark' | 'light' | 'highContrast' | 'highContrastLight';

/** How a page is opened. */
export interface OpenOptions {
  readonly theme?: ThemeName;
  readonly viewport?: Viewport;
  readonly language?: string;
  /** What the page before left behind with `setState`. */
  readonly draft?: string;
}

/** The chat page in a Chromium, with a test in the place of the extension host. */
export interface ChatHarness {
  readonly page: Page;
  /** What the page has sent, decoded as the host decodes it. */
  readonly sent: PageMessage[];
  /** URLs of all requests, and what the console and the page reported as errors. */
  readonly requests: string[];
  readonly errors: string[];
  send(message: HostMessage): Promise<void>;
  show(state: ChatState): Promise<void>;
  /** Runs an expression in the page. */
  evaluate<Result>(expression: string): Promise<Result>;
  /** Waits until the page has sent an action. */
  next<Name extends PageMessage['action']>(action: Name): Promise<Extract<PageMessage, { action: Name }>>;
}

/** A Chromium that opens chat pages; one for a whole suite. */
export interface ChatBrowser {
  open(state: ChatState, options?: OpenOptions): Promise<ChatHarness>;
  close(): Promise<void>;
}

/** Builds the page, serves it on 127.0.0.1 and starts a Chromium. */
export async function startChatBrowser(): Promise<ChatBrowser> {
  const files = await buildPage();
  const queue: OpenOptions[] = [];
  const server = createServer((request, response) => {
    const name = request.url?.slice(1) ?? '';
    const file = files.get(name);
    const type = name.endsWith('.css') ? 'text/css' : 'text/javascript';
    response.setHeader('Content-Type', file === undefined ? 'text/html' : type);
    response.end(file ?? (name.startsWith('page') ? htmlOf(queue.at(-1) ?? {}) : ''));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const browser = await launchChromium(ensureTestHost(), true);
  return {
    open: async (state, options = {}) => {
      queue.push(options);
      const context = await browser.newContext({ viewport: options.viewport ?? { width: 420, height: 800 } });
      return openPage(await context.newPage(), `http://127.0.0.1:${port}/page`, state, options);
    },
    close: async () => {
      await browser.close();
      await once(server.close(), 'close');
    },
  };
}

/** A theme's colours and body class. */
export function readTheme(name: ThemeName): Theme {
  return JSON.parse(readFileSync(path.join(import.meta.dirname, `../themes/${name}.json`), 'utf8')) as Theme;
}

async function openPage(
  page: Page,
  url: string,
  state: ChatState,
  options: OpenOptions,
): Promise<ChatHarness> {
  const { sent, requests, errors, ...watched } = await watchPage(page, decodePageMessage);
  const send = (message: HostMessage): Promise<void> => sendToPage(page, message);
  const next = async <Name extends PageMessage['action']>(
    action: Name,
  ): Promise<Extract<PageMessage, { action: Name }>> =>
    (await watched.next((message) => message.action === action)) as Extract<PageMessage, { action: Name }>;
  await page.goto(url, { waitUntil: 'load' });
  await next('ready');
  await send({
    kind: 'start',
    strings: sourceStrings('chatStrings.ts') as unknown as ChatStrings,
    locale: options.language ?? 'en',
    state,
  });
  const show = (newer: ChatState): Promise<void> => send({ kind: 'state', state: newer });
  const evaluate = <Result>(expression: string): Promise<Result> =>
    page.evaluate(expression) as Promise<Result>;
  return { page, sent, requests, errors, send, show, evaluate, next };
}

/** The page as the extension makes it, with the theme and the API that VS Code adds. */
function htmlOf({ theme: name = 'dark', language = 'en', draft }: OpenOptions): string {
  const theme = readTheme(name);
  const html = chatHtml({
    scriptUri: '/chat.js',
    styleUri: '/chat.css',
    nonce: NONCE,
    language,
    title: 'Chat',
  });
  const api = `let kept = ${JSON.stringify(draft === undefined ? null : { draft })};
    window.acquireVsCodeApi = () => ({ postMessage: (m) => void window.harnessSent(m), getState: () => kept, setState: (s) => { kept = s; } });
    window.harnessKept = () => kept;
    for (const [name, value] of Object.entries(${JSON.stringify({ ...FONTS, ...theme.variables })})) document.documentElement.style.setProperty(name, value);
    document.addEventListener('DOMContentLoaded', () => { document.body.className = ${JSON.stringify(theme.bodyClass)}; document.body.dataset.vscodeThemeId = ${JSON.stringify(theme.name)}; });`;
  return html.replace(
    '<link ',
    () =>
      `<script nonce="${NONCE}">${api}</script>\n<style nonce="${NONCE}">${WORKBENCH_STYLE}</style>\n<link `,
  );
}

/** VS Code gives every webview styles for bare elements; of these, code would show through in the page. */
const WORKBENCH_STYLE =
  'code { background-color: var(--vscode-textPreformat-background); color: var(--vscode-textPreformat-foreground); padding: 1px 3px; }';

const FONTS = {
  '--vscode-font-family': 'system-ui, "DejaVu Sans", sans-serif',
  '--vscode-font-size': '13px',
  '--vscode-editor-font-family': '"DejaVu Sans Mono", monospace',
  '--vscode-editor-font-size': '13px',
};

async function buildPage(): Promise<Map<string, string>> {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: ['src/webview/page/main.ts', 'src/webview/page/chat.css'],
    outdir: 'out',
    bundle: true,
    format: 'iife',
    target: 'chrome122',
    write: false,
  });
  return new Map(
    outputFiles.map(({ path: file, text }) => [file.endsWith('.css') ? 'chat.css' : 'chat.js', text]),
  );
}
