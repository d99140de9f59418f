import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { benchmarkHtml, reportMarkup } from '../../webview/benchmark/benchmarkHtml.ts';
import { benchmarkMarkdown } from '../../webview/benchmark/benchmarkMarkdown.ts';
import { type BenchmarkHostMessage } from '../../webview/benchmark/benchmarkProtocol.ts';
import { type BenchmarkReport } from '../../webview/benchmark/benchmarkReport.ts';
import { benchmarkStrings } from '../../webview/benchmark/benchmarkStrings.ts';
import { type BenchmarkWords } from '../../webview/benchmark/benchmarkWords.ts';
import { decodeBenchmarkMessage } from '../../webview/benchmark/decodeBenchmarkMessage.ts';
import { pageWords } from '../../webview/pageWords.ts';

/** The view of one benchmark: rows appear in it as they are done. Closing it ends the benchmark. */
export class BenchmarkPanel {
  readonly #panel: vscode.WebviewPanel;
  readonly #words: BenchmarkWords = pageWords(benchmarkStrings(), vscode.env.language);
  #report: BenchmarkReport;
  #status = '';

  constructor(
    extensionUri: vscode.Uri,
    report: BenchmarkReport,
    /** The user wants no further rows. */
    private readonly onCancel: () => void,
  ) {
    this.#report = report;
    const folder = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
    const options = { enableScripts: true, enableForms: false, localResourceRoots: [folder] };
    const title = this.#words.say('title');
    this.#panel = vscode.window.createWebviewPanel(
      'openelm.benchmark',
      title,
      vscode.ViewColumn.Active,
      options,
    );
    const { webview } = this.#panel;
    const uri = (file: string): string => webview.asWebviewUri(vscode.Uri.joinPath(folder, file)).toString();
    const listener = webview.onDidReceiveMessage((raw: unknown) => void this.#answer(raw));
    this.#panel.onDidDispose(() => {
      listener.dispose();
      onCancel();
    });
    webview.html = benchmarkHtml(this.#words, {
      scriptUri: uri('benchmark.js'),
      styleUri: uri('benchmark.css'),
      nonce: randomBytes(16).toString('base64'),
    });
  }

  /** Shows a report, and has the page say in a few words what is new. */
  show(report: BenchmarkReport, status: string): void {
    this.#report = report;
    this.#status = status;
    void this.#send();
  }

  /** Takes the report along as Markdown. */
  async copy(): Promise<void> {
    await vscode.env.clipboard.writeText(benchmarkMarkdown(this.#report, this.#words));
    this.#status = vscode.l10n.t('Copied.');
    await this.#send();
  }

  async #answer(raw: unknown): Promise<void> {
    switch (decodeBenchmarkMessage(raw)?.action) {
      case 'ready':
        return this.#send();
      case 'copy':
        return this.copy();
      case 'cancel':
        this.onCancel();
        return;
      case undefined:
        return; // no message of the page
    }
  }

  async #send(): Promise<void> {
    const message: BenchmarkHostMessage = {
      html: reportMarkup(this.#report, this.#words).html,
      status: this.#status,
      isRunning: this.#report.state === 'running',
    };
    try {
      await this.#panel.webview.postMessage(message);
    } catch {
      // The view was closed: nobody is left to read it.
    }
  }
}
