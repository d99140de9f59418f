import { type InsideHostMessage, type InsidePageMessage } from '../../inside/insideProtocol.ts';
import { TriedText } from './triedText.ts';

/** What VS Code gives a webview; it can be asked for once. */
interface WebviewApi {
  postMessage(message: InsidePageMessage): void;
  getState(): unknown;
  setState(state: { readonly text: string }): void;
}
declare function acquireVsCodeApi(): WebviewApi;

const vscode = acquireVsCodeApi();
const area = document.querySelector<HTMLTextAreaElement>('#tried-text');
const summary = document.querySelector<HTMLElement>('#tried-summary');
const list = document.querySelector<HTMLElement>('#tried-pieces');
if (area !== null && summary !== null && list !== null) {
  const tried = new TriedText(
    { area, summary, list },
    {
      send: (message) => {
        vscode.postMessage(message);
      },
      keep: (text) => {
        vscode.setState({ text });
      },
    },
  );
  document.querySelector('#take-selection')?.addEventListener('click', () => {
    vscode.postMessage({ action: 'takeSelection' });
  });
  window.addEventListener('message', ({ data }: MessageEvent<InsideHostMessage>) => {
    tried.receive(data);
  });
  tried.start(keptText(vscode.getState()));
}

/** What was typed before the page was made anew. */
function keptText(state: unknown): string {
  return typeof state === 'object' && state !== null && 'text' in state && typeof state.text === 'string'
    ? state.text
    : '';
}
