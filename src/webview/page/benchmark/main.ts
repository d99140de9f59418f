import { type BenchmarkHostMessage, type BenchmarkPageMessage } from '../../benchmark/benchmarkProtocol.ts';

/** What VS Code gives a webview; it can be asked for once. */
interface WebviewApi {
  postMessage(message: BenchmarkPageMessage): void;
}
declare function acquireVsCodeApi(): WebviewApi;

const vscode = acquireVsCodeApi();
const copy = document.querySelector<HTMLButtonElement>('#copy');
const cancel = document.querySelector<HTMLButtonElement>('#cancel');
const status = document.querySelector<HTMLElement>('#status');
const report = document.querySelector<HTMLElement>('#report');

copy?.addEventListener('click', () => {
  vscode.postMessage({ action: 'copy' });
});
cancel?.addEventListener('click', () => {
  vscode.postMessage({ action: 'cancel' });
});

window.addEventListener('message', ({ data }: MessageEvent<BenchmarkHostMessage>) => {
  const { html, status: text, isRunning } = data;
  // Markup in which the host has escaped every text; the policy of the page lets nothing in it run or load.
  report?.replaceChildren(...new DOMParser().parseFromString(html, 'text/html').body.childNodes);
  if (status !== null) {
    status.textContent = text;
  }
  if (cancel !== null && cancel.hidden === isRunning) {
    if (!isRunning && document.activeElement === cancel) {
      copy?.focus(); // the focus must not vanish with the button
    }
    cancel.hidden = !isRunning;
  }
});
vscode.postMessage({ action: 'ready' });
