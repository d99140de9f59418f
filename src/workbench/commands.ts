import os from 'node:os';
import * as vscode from 'vscode';
import { type AccessTokens } from './accessTokens.ts';
import { useModelFile } from './useModelFile.ts';
import { type RunningDownloads } from './runningDownloads.ts';
import {
  setEnabledForLanguage,
  setEnabledGlobally,
  setModelFile,
  completionSettings,
  isEnabledGlobally,
} from './settings.ts';

/** Every command of the extension, as package.json lists them. */
export type CommandId =
  | 'openelm.toggle'
  | 'openelm.toggleLanguage'
  | 'openelm.trigger'
  | 'openelm.tryIt'
  | 'openelm.showMenu'
  | 'openelm.restartEngine'
  | 'openelm.retryBackends'
  | 'openelm.chooseModel'
  | 'openelm.convertModel'
  | 'openelm.downloadModel'
  | 'openelm.pauseDownload'
  | 'openelm.useBuiltInModel'
  | 'openelm.showLog'
  | 'openelm.showDiagnostics'
  | 'openelm.why'
  | 'openelm.copyDiagnostics';

/** What the commands need of the rest. */
export interface CommandContext {
  readonly log: vscode.LogOutputChannel;
  /** The bundle of convertThread.ts. */
  readonly convertProgram: string;
  /** Where downloaded models lie. */
  readonly modelFolder: string;
  readonly downloads: RunningDownloads;
  /** Whether nothing runs that could be started anew. */
  readonly isEngineResting: boolean;
  readonly tokens: AccessTokens;
  restartEngine(options: { readonly retryBadBackends: boolean }): Promise<void>;
  /** Starts the engine with the chosen model; says what is wrong with it, or nothing when it is ready. */
  tryModel(): Promise<string | undefined>;
  showMenu(): Promise<void>;
  diagnostics(): string;
  showDiagnostics(): Promise<void>;
  showWhy(): Promise<void>;
}

/** Command id → what it does; the argument is a link's. */
export function commandTable(
  context: CommandContext,
): Readonly<Record<CommandId, (argument?: unknown) => Promise<void>>> {
  return {
    'openelm.toggle': async () => {
      await setEnabledGlobally(!isEnabledGlobally());
    },
    'openelm.toggleLanguage': toggleLanguage,
    'openelm.trigger': async () => {
      await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
    },
    'openelm.tryIt': tryIt,
    'openelm.showMenu': () => context.showMenu(),
    'openelm.restartEngine': () => restart(context, { retryBadBackends: false }),
    'openelm.retryBackends': () => restart(context, { retryBadBackends: true }),
    'openelm.chooseModel': () => chooseModel(context),
    // What follows is read and compiled for those alone who convert or download.
    'openelm.convertModel': async () => {
      const { convertModel } = await import('./convertModel.ts');
      await convertModel(context.convertProgram, (file) => useModelFile(file, () => context.tryModel()));
    },
    'openelm.downloadModel': async () => {
      const { downloadModel } = await import('./downloadModel.ts');
      await downloadModel(context.modelFolder, context, (file) =>
        useModelFile(file, () => context.tryModel()),
      );
    },
    'openelm.pauseDownload': (id) => {
      context.downloads.pause(id);
      return Promise.resolve();
    },
    'openelm.useBuiltInModel': () => setModelFile(''),
    'openelm.showLog': () => {
      context.log.show();
      return Promise.resolve();
    },
    'openelm.showDiagnostics': () => context.showDiagnostics(),
    'openelm.why': () => context.showWhy(),
    'openelm.copyDiagnostics': async () => {
      await vscode.env.clipboard.writeText(context.diagnostics());
      vscode.window.setStatusBarMessage(vscode.l10n.t('OpenELM: diagnostics copied'), 4000);
    },
  };
}

/** Registers the whole table. */
export function registerCommands(context: CommandContext): vscode.Disposable[] {
  return Object.entries(commandTable(context)).map(([id, run]) => vscode.commands.registerCommand(id, run));
}

async function toggleLanguage(): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document !== undefined) {
    await setEnabledForLanguage(document.languageId, !completionSettings(document).enabled);
  }
}

async function restart(
  context: CommandContext,
  options: { readonly retryBadBackends: boolean },
): Promise<void> {
  if (!isEnabledGlobally() && context.isEngineResting) {
    void vscode.window.showInformationMessage(vscode.l10n.t('OpenELM: completions are switched off.'));
    return;
  }
  try {
    await context.restartEngine(options);
  } catch {
    // The status bar shows what failed, with the action that helps.
  }
}

async function chooseModel(context: CommandContext): Promise<void> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Choose a Model File'),
      // In a remote window the dialog would show the remote files; the engine runs on this machine.
      defaultUri: vscode.Uri.file(os.homedir()),
      openLabel: vscode.l10n.t('Use This Model'),
      filters: { [vscode.l10n.t('GGUF models')]: ['gguf'] },
    })) ?? [];
  if (file === undefined) {
    return;
  }
  if (file.scheme !== 'file') {
    void vscode.window.showErrorMessage(
      vscode.l10n.t('OpenELM: the model must lie on the machine on which the engine runs.'),
    );
    return;
  }
  await useModelFile(file.fsPath, () => context.tryModel());
}

const SAMPLE_CODE = `function add(first: number, second: number): number {
  return first + second;
}

function subtract(first: number, second: number): number {
  `;

/** Opens a sample with the cursor where a suggestion is due, and asks for one. */
async function tryIt(): Promise<void> {
  const hint = vscode.l10n.t(
    'OpenELM suggests the grey text. Tab takes it, Escape drops it, and typing along keeps it.',
  );
  const content = `// ${hint}\n${SAMPLE_CODE}`;
  const document = await vscode.workspace.openTextDocument({ language: 'typescript', content });
  const editor = await vscode.window.showTextDocument(document);
  const end = document.positionAt(content.length);
  editor.selection = new vscode.Selection(end, end);
  await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
}
