import * as vscode from 'vscode';
import { type ConfidenceFit } from '../../core/replay/fitConfidence.ts';
import { asError } from '../../core/text/asError.ts';
import { GitRepository } from '../../history/gitRepository.ts';
import { type ReplayContent } from '../../webview/replay/replayContent.ts';
import { ReplayPanel } from '../../webview/replay/replayPanel.ts';
import { type CommandTable } from '../registerTable.ts';
import { setConfidence } from '../settings.ts';
import { describeReplayError } from './describeReplayError.ts';
import { type HistoryFolder } from './historyFolder.ts';
import { pickCommitCount } from './pickCommitCount.ts';
import { ReplayRun, type ReplayServices } from './replayRun.ts';

export type ReplayCommandId = 'openelm.replayHistory' | 'openelm.useFittedConfidence';

/** Types the last commits of the user's own repository anew, and shows what suggestions would have been worth. */
export class ReplayCommand implements vscode.Disposable {
  readonly commands: CommandTable<ReplayCommandId> = {
    'openelm.replayHistory': async () => {
      await this.run();
    },
    'openelm.useFittedConfidence': () => this.#useFitted(),
  };
  readonly #panel = new ReplayPanel();
  #running: AbortController | undefined;
  #isDisposed = false;
  /** What the page proposes, and for which folder. */
  #proposed: { readonly folder: HistoryFolder; readonly fit: ConfidenceFit } | undefined;

  constructor(private readonly services: ReplayServices) {}

  /** Asks, types, and shows what came of it; returns what is shown, and undefined where that is nothing. */
  async run(): Promise<ReplayContent | undefined> {
    if (this.#running !== undefined) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('OpenELM: the last commits are being typed already.'),
      );
      return undefined;
    }
    const abort = (this.#running = new AbortController());
    try {
      const folder = await this.services.folder();
      return folder === undefined ? undefined : await this.#replay(folder, abort);
    } finally {
      this.#running = undefined;
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#running?.abort();
    this.#panel.dispose();
  }

  async #replay(folder: HistoryFolder, abort: AbortController): Promise<ReplayContent | undefined> {
    const root = await rootOf(folder);
    const count = root === undefined ? undefined : await pickCommitCount();
    if (root === undefined || count === undefined) {
      return undefined;
    }
    const run = new ReplayRun(this.services, folder, root, abort);
    const title = vscode.l10n.t('OpenELM: typing the last commits anew');
    const location = vscode.ProgressLocation.Notification;
    const content = await vscode.window.withProgress(
      { location, title, cancellable: true },
      (progress, token) => {
        token.onCancellationRequested(() => {
          abort.abort();
        });
        return run.content(count, progress);
      },
    );
    const { end, summary } = content;
    const isEmpty = summary.total.characters === 0;
    if (isEmpty && end.kind === 'failed') {
      void vscode.window.showErrorMessage(`OpenELM: ${end.reason}`);
    }
    if (this.#isDisposed || (isEmpty && (end.kind === 'failed' || end.kind === 'cancelled'))) {
      return undefined;
    }
    const { fit } = content;
    this.#proposed = fit?.verdict === 'holds' ? { folder, fit } : undefined;
    this.#panel.show(content);
    return content;
  }

  /** Whoever runs it without the page's proposal gets that page first. */
  async #useFitted(): Promise<void> {
    if (this.#proposed === undefined) {
      await this.run();
      return;
    }
    const { folder, fit } = this.#proposed;
    const percent = Math.round(fit.chosen * 100);
    try {
      await setConfidence(folder.uri, percent);
    } catch (error) {
      void vscode.window.showErrorMessage(
        vscode.l10n.t('OpenELM: the setting can’t be written: {0}', asError(error).message),
      );
      return;
    }
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        'OpenELM: in {0}, suggestions are shown from {1} % confidence on, as “openelm.completion.confidence” says now.',
        folder.name,
        percent,
      ),
    );
  }
}

/** Where the repository begins that a folder is in; where it is in none, that is said. */
async function rootOf({ uri, name, git }: HistoryFolder): Promise<string | undefined> {
  try {
    return await new GitRepository(uri.fsPath, { git, readsUserSettings: true }).root();
  } catch (error) {
    void vscode.window.showWarningMessage(`OpenELM: ${describeReplayError(error, name)}`);
    return undefined;
  }
}
