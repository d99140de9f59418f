import { type ChatActions, type ChatStrings, type HostMessage } from '../chatProtocol.ts';
import { Announcer } from './announcer.ts';
import { ChatPage } from './chatPage.ts';
import { type PageContext } from './pageContext.ts';
import { createMarkdown } from './safeMarkdown/markdown.ts';

/** What VS Code gives a webview; it can be asked for once. */
interface WebviewApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: { readonly draft: string }): void;
}
declare function acquireVsCodeApi(): WebviewApi;

const vscode = acquireVsCodeApi();
let page: ChatPage | undefined;

const act = <Name extends keyof ChatActions>(action: Name, params: ChatActions[Name]): void => {
  vscode.postMessage({ action, params });
};

window.addEventListener('message', ({ data }: MessageEvent<HostMessage>) => {
  if (data.kind === 'start') {
    page ??= createPage(data.strings, data.locale);
    page.show(data.state);
  } else {
    page?.receive(data);
  }
});
act('ready', {});

function createPage(strings: ChatStrings, locale: string): ChatPage {
  const announcer = new Announcer();
  const context: PageContext = {
    say: (key, ...values) =>
      strings[key].replaceAll(/\{(\d)\}/gu, (placeholder, at) => String(values[Number(at)] ?? placeholder)),
    count: (value, digits = 0) => value.toLocaleString(locale, { maximumFractionDigits: digits }),
    act,
    announce: (text) => {
      announcer.say(text);
    },
    markdown: createMarkdown(strings),
  };
  const root = document.querySelector<HTMLElement>('#chat') ?? document.body;
  const draft = {
    read: readDraft,
    write: (text: string) => {
      vscode.setState({ draft: text });
    },
  };
  return new ChatPage(root, context, announcer, draft);
}

function readDraft(): string {
  const state = vscode.getState();
  return typeof state === 'object' && state !== null && 'draft' in state && typeof state.draft === 'string'
    ? state.draft
    : '';
}
