import * as vscode from 'vscode';
import { asError } from '../../core/text/asError.ts';
import { GitRepository } from '../../history/gitRepository.ts';
import { type ReplayContent } from '../../webview/replay/replayContent.ts';
import { ReplayPanel } from '../../webview/replay/replayPanel.ts';
import { type CommandTable } from '../registerTable.ts';
import { setConfidence, setMultiline } from '../settings.ts';
import { describeReplayError } from './describeReplayError.ts';
import { type HistoryFolder } from './historyFolder.ts';
import { pickCommitCount } from './pickCommitCount.ts';
import { ReplayRun, type ReplayServices } from './replayRun.ts';

export type ReplayCommandId =
  'openelm.replayHistory' | 'openelm.useFittedConfidence' | 'openelm.useFittedLength';

/** What a page proposes: that which the newer commits bear out. */
interface Proposal {
  readonly folder: HistoryFolder;
  /** Least confidence, 0 to 1. */
  readonly confidence: number | undefined;
  readonly multiline: boolean | undefined;
}

/** Types the last commits of the user's own repository anew, and shows what suggestions would have been worth. */
export class ReplayCommand implements vscode.Disposable {
  readonly commands: CommandTable<ReplayCommandId> = {
    'openelm.replayHistory': async () => {
      await this.run();
    },
    'openelm.useFittedConfidence': () => this.#useConfidence(),
    'openelm.useFittedLength': () => this.#useLength(),
  };
  readonly #panel = new ReplayPanel();
  #running: AbortController | undefined;
  #isDisposed = false;
  #proposed: Proposal | undefined;

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
    this.#proposed = proposalOf(folder, content);
    this.#panel.show(content);
    return content;
  }

  /** Whoever runs it without the page's proposal gets that page first. */
  async #useConfidence(): Promise<void> {
    const { folder, confidence } = this.#proposed ?? {};
    if (folder === undefined || confidence === undefined) {
      await this.run();
      return;
    }
    const percent = Math.round(confidence * 100);
    const done = vscode.l10n.t(
      'OpenELM: in {0}, suggestions are shown from {1} % confidence on, as “openelm.completion.confidence” says now.',
      folder.name,
      percent,
    );
    await writeSetting(setConfidence(folder.uri, percent), done);
  }

  /** In the same way. */
  async #useLength(): Promise<void> {
    const { folder, multiline } = this.#proposed ?? {};
    if (folder === undefined || multiline === undefined) {
      await this.run();
      return;
    }
    const done = multiline
      ? vscode.l10n.t(
          'OpenELM: in {0}, suggestions may go over several lines, as “openelm.completion.multiline” says now.',
          folder.name,
        )
      : vscode.l10n.t(
          'OpenELM: in {0}, suggestions end with the line, as “openelm.completion.multiline” says now.',
          folder.name,
        );
    await writeSetting(setMultiline(folder.uri, multiline), done);
  }
}

function proposalOf(folder: HistoryFolder, { fit, lengthFit }: ReplayContent): Proposal {
  return {
    folder,
    confidence: fit?.verdict === 'holds' ? fit.chosen : undefined,
    multiline: lengthFit?.verdict === 'holds' ? lengthFit.chosen === 'multiline' : undefined,
  };
}

/** Says what came of it. */
async function writeSetting(writing: Promise<void>, done: string): Promise<void> {
  try {
    await writing;
  } catch (error) {
    void vscode.window.showErrorMessage(
      vscode.l10n.t('OpenELM: the setting can’t be written: {0}', asError(error).message),
    );
    return;
  }
  void vscode.window.showInformationMessage(done);
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
