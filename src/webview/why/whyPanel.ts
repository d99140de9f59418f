import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { type RecentRequest } from '../../core/completion/recentRequests.ts';
import { describeNoSuggestion } from '../../workbench/describeNoSuggestion.ts';
import { whyHtml } from './whyHtml.ts';
import { filterWords, whyStrings } from './whyStrings.ts';
import { whyWords } from './whyWords.ts';

/** Shows the last requests: no script, no remote content, one panel at a time. */
export class WhyPanel implements vscode.Disposable {
  #panel: vscode.WebviewPanel | undefined;

  /** Shows them beside the text, in the panel that is open already where there is one. */
  show(requests: readonly RecentRequest[]): void {
    const panel = (this.#panel ??= this.#create());
    const words = whyWords(vscode.env.language, whyStrings(), {
      reason: describeNoSuggestion,
      filter: filterWords,
    });
    panel.webview.html = whyHtml(requests, words, randomBytes(16).toString('base64'));
    panel.reveal(panel.viewColumn, true);
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #create(): vscode.WebviewPanel {
    const panel = vscode.window.createWebviewPanel(
      'openelm.why',
      vscode.l10n.t('Why This Suggestion, or None?'),
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { enableScripts: false, enableCommandUris: ['openelm.why'], localResourceRoots: [] },
    );
    panel.onDidDispose(() => {
      this.#panel = undefined;
    });
    return panel;
  }
}
