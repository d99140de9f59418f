import path from 'node:path';
import * as vscode from 'vscode';
import { type CompletionOutcome } from '../core/completion/completionOutcome.ts';
import { RecentRequests, type RecentRequest } from '../core/completion/recentRequests.ts';
import { type SyntaxJudge } from '../core/completion/syntaxJudge.ts';
import { type WhyPanel } from '../webview/why/whyPanel.ts';
import { toEngineError } from '../engine/engineError.ts';
import { type Supervisor } from '../engine/supervisor.ts';
import { type Exclusion } from '../provider/exclusion.ts';
import { type Exclusions } from '../provider/exclusions.ts';
import { type DiagnosticsPanel, type ReportRows } from '../webview/diagnosticsPanel.ts';
import { AccessTokens } from './accessTokens.ts';
import { type BadBackendMemory } from './badBackendMemory.ts';
import { type CommandContext } from './commands.ts';
import { describeNoSuggestion } from './describeNoSuggestion.ts';
import { describeError, describeExclusion } from './describe.ts';
import { diagnosticsRows, diagnosticsText } from './diagnostics.ts';
import { withLocalisedLabels } from './diagnosticsLabels.ts';
import { RunningDownloads } from './runningDownloads.ts';
import { SessionCounter } from './sessionRecord.ts';
import {
  completionSettings,
  editorShowsInlineSuggestions,
  engineSettings,
  isEnabledGlobally,
  modelFolder,
} from './settings.ts';
import { StatusBar } from './statusBar.ts';
import { showStatusMenu, SNOOZE_COMMAND } from './statusMenu.ts';

interface StatusServices {
  readonly supervisor: Supervisor;
  readonly exclusions: Exclusions;
  readonly badBackends: BadBackendMemory;
  readonly syntax: SyntaxJudge;
  readonly log: vscode.LogOutputChannel;
  readonly context: vscode.ExtensionContext;
}

/** Brings together what is known of the engine, the active document and the last request, and shows it. */
export class StatusController implements CommandContext, vscode.Disposable {
  readonly log: vscode.LogOutputChannel;
  readonly convertProgram: string;
  readonly downloads = new RunningDownloads();
  readonly tokens: AccessTokens;
  readonly #bar = new StatusBar();
  readonly #recent = new RecentRequests();
  #why: WhyPanel | undefined;
  #session = new SessionCounter();
  #diagnosticsPanel: DiagnosticsPanel | undefined;
  readonly #listener: vscode.Disposable;
  #running = 0;
  #refresh = 0;
  #exclusion: Exclusion | undefined;
  #lastReason: string | undefined;

  constructor(private readonly services: StatusServices) {
    this.log = services.log;
    this.tokens = new AccessTokens(services.context.secrets);
    this.convertProgram = path.join(services.context.extensionPath, 'dist', 'convert.cjs');
    const look = (): void => {
      this.#lastReason = undefined;
      this.refresh();
    };
    this.#listener = vscode.Disposable.from(
      vscode.window.onDidChangeActiveTextEditor(look),
      // Another language mode opens the document anew.
      vscode.workspace.onDidOpenTextDocument((document) => {
        if (document === vscode.window.activeTextEditor?.document) {
          look();
        }
      }),
      services.exclusions.onDidChange(look),
    );
    this.refresh();
  }

  /** Where what is fetched shall lie. */
  get modelFolder(): string {
    return modelFolder() ?? path.join(this.services.context.globalStorageUri.fsPath, 'models');
  }

  get isEngineResting(): boolean {
    return this.services.supervisor.state.kind === 'resting';
  }

  /** Shows the present state. The active document's exclusion is looked up anew and shown when known. */
  refresh(): void {
    this.#show();
    const document = vscode.window.activeTextEditor?.document;
    const exclusion: Promise<Exclusion | undefined> =
      document === undefined
        ? Promise.resolve(isEnabledGlobally() ? undefined : { kind: 'switchedOff' })
        : this.services.exclusions.exclusionOf(document);
    const refresh = ++this.#refresh;
    const show = (found: Exclusion | undefined): void => {
      // A later look may have been quicker.
      if (refresh === this.#refresh) {
        this.#exclusion = found;
        this.#show();
      }
    };
    exclusion.then(show, (error: unknown) => {
      this.log.error(String(error));
    });
  }

  requestStarted(): void {
    this.#running++;
    this.#show();
  }

  requestEnded(outcome: CompletionOutcome, asked: Pick<RecentRequest, 'document' | 'trigger'>): void {
    this.#running--;
    this.#recent.note({ ...asked, at: Date.now(), outcome });
    if (outcome.kind === 'suggestion') {
      this.#lastReason = undefined;
      this.#session.suggested(outcome.cost?.firstTokenMs ?? undefined);
    } else {
      this.#session.withoutSuggestion(outcome.reason);
      if (outcome.reason !== 'cancelled') {
        this.#lastReason = describeNoSuggestion(outcome.reason);
      }
      if (outcome.error !== undefined) {
        this.#session.failed(outcome.error.message);
        this.log.warn(`No suggestion: ${outcome.error.message}`);
      }
    }
    this.#show();
  }

  async restartEngine(options: { readonly retryBadBackends: boolean }): Promise<void> {
    await this.services.supervisor.restart(options);
  }

  async tryModel(): Promise<string | undefined> {
    try {
      await this.services.supervisor.apply();
      return undefined;
    } catch (error) {
      const { state } = this.services.supervisor;
      return describeError(state.kind === 'failed' ? state.error : toEngineError(error, 'engineStopped'));
    }
  }

  async showMenu(): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    const choice = await showStatusMenu({
      engine: this.services.supervisor.state,
      generating: this.#running > 0,
      exclusion: this.#exclusion,
      languageId: document?.languageId,
      enabledGlobally: isEnabledGlobally(),
      enabledForLanguage: document !== undefined && completionSettings(document).enabled,
      editorShowsSuggestions: document === undefined || editorShowsInlineSuggestions(document),
      lastReason: this.#lastReason,
      usesOwnModel: engineSettings().modelFile !== undefined,
      hasBadBackends: this.services.badBackends.read().length > 0,
      canSnooze: (await vscode.commands.getCommands(true)).includes(SNOOZE_COMMAND),
    });
    if (choice === 'openSettings') {
      await vscode.commands.executeCommand('workbench.action.openSettings', '@ext:openelm.openelm');
    } else if (choice === 'enableEditorSuggestions') {
      const editor = vscode.workspace.getConfiguration('editor', document);
      await editor.update('inlineSuggest.enabled', true, vscode.ConfigurationTarget.Global);
    } else if (choice !== undefined) {
      await vscode.commands.executeCommand(choice);
    }
  }

  diagnostics(): string {
    return diagnosticsText(this.#diagnosticsRows());
  }

  async showDiagnostics(): Promise<void> {
    const { DiagnosticsPanel } = await import('../webview/diagnosticsPanel.ts');
    this.#diagnosticsPanel ??= new DiagnosticsPanel();
    this.#diagnosticsPanel.show(withLocalisedLabels(this.#diagnosticsRows()));
  }

  async showWhy(): Promise<void> {
    const { WhyPanel } = await import('../webview/why/whyPanel.ts');
    this.#why ??= new WhyPanel(this.services.syntax);
    const exclusion = this.#exclusion && describeExclusion(this.#exclusion);
    this.#why.show({ requests: this.#recent.newestFirst, exclusion });
  }

  /** How many requests are kept in memory. */
  get keptRequests(): number {
    return this.#recent.newestFirst.length;
  }

  /** Forgets the requests of this session and what came of them, on an open page as well. */
  forgetRequests(): void {
    this.#recent.clear();
    this.#session = new SessionCounter();
    this.#lastReason = undefined;
    if (this.#why?.isOpen === true) {
      this.#why.show({ requests: [] });
    }
    this.#show();
  }

  dispose(): void {
    this.#why?.dispose();
    this.#listener.dispose();
    this.#bar.dispose();
    this.downloads.dispose();
    this.#diagnosticsPanel?.dispose();
  }

  #diagnosticsRows(): ReportRows {
    const { supervisor, badBackends, context } = this.services;
    const { version } = context.extension.packageJSON as { version: string };
    return diagnosticsRows(version, supervisor.state, badBackends.read(), this.#session.record);
  }

  #show(): void {
    this.#bar.update({
      engine: this.services.supervisor.state,
      generating: this.#running > 0,
      exclusion: this.#exclusion,
      usesOwnModel: engineSettings().modelFile !== undefined,
    });
  }
}
