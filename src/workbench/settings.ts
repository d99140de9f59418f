import * as vscode from 'vscode';
import { FORMAT_IDS, type FormatId } from '../core/chat/formats/promptFormat.ts';
import { EAGERNESS, THRESHOLDS } from '../core/completion/eagerness.ts';
import { type Learnable } from '../core/ledger/learnt.ts';
import { BACKENDS, type Backend } from '../engine/protocol.ts';

/** Keys below `openelm.`, with their defaults: the same as in package.json, which a test compares. */
export const SETTING_DEFAULTS = {
  enabled: true,
  'completion.debounce': 75,
  'completion.maxTokens': 64,
  'completion.multiline': true,
  'completion.eagerness': 'balanced',
  'completion.confidence': 0,
  'completion.learn': true,
  'completion.exclude': [] as readonly string[],
  'completion.respectGitignore': false,
  'completion.neighbours': true,
  'completion.saveEnergy': true,
  'completion.rememberFiles': true,
  'ledger.enabled': true,
  'model.file': '',
  'chat.modelFile': '',
  'models.folder': '',
  'models.adapters': {},
  'engine.gpu': 'auto',
  'engine.threads': 0,
  'engine.idleUnload': 15,
  'chat.prompts': {},
  'chat.promptFormat': 'auto',
  'languageModels.builtIn': false,
  'models.catalogs': [] as readonly string[],
  'models.hub': '',
} as const;

const SECTION = 'openelm';
/** VS Code's own. */
const AI_SWITCH = 'chat.disableAIFeatures';

/** Settings of the completions for one document, clamped. */
export interface CompletionSettings extends Learnable {
  readonly enabled: boolean;
  readonly maxTokens: number;
  /** Whether less is asked on battery, and while the machine has much to do. */
  readonly savesEnergy: boolean;
  readonly exclude: readonly string[];
  readonly respectGitignore: boolean;
  /** Whether parts of other files may be shown to the model. */
  readonly neighbours: boolean;
  /** Whether what the model has read may be kept in the workspace's storage. */
  readonly remembersFiles: boolean;
}

/** Settings of the engine, clamped. */
export interface EngineSettings {
  /** Absolute path; undefined for the built-in model. */
  readonly modelFile: string | undefined;
  readonly gpu: Backend | 'auto';
  /** Undefined: chosen by the engine. */
  readonly threads: number | undefined;
  readonly idleUnloadMs: number;
}

/** Reads the completion settings as they hold for a document or a file, at the moment of use. */
export function completionSettings(scope: vscode.ConfigurationScope): CompletionSettings {
  const configuration = vscode.workspace.getConfiguration(SECTION, scope);
  return {
    enabled: configuration.get('enabled') !== false,
    maxTokens: clampedNumber(configuration, 'completion.maxTokens', [8, 256]),
    ...learnableOf(configuration),
    savesEnergy: configuration.get('completion.saveEnergy') !== false,
    exclude: strings(configuration.get('completion.exclude')),
    respectGitignore: configuration.get('completion.respectGitignore') === true,
    neighbours: configuration.get('completion.neighbours') !== false,
    remembersFiles: configuration.get('completion.rememberFiles') !== false,
  };
}

/** Reads the engine settings at the moment of use. */
export function engineSettings(): EngineSettings {
  const configuration = vscode.workspace.getConfiguration(SECTION);
  const gpu = configuration.get('engine.gpu');
  const threads = clampedNumber(configuration, 'engine.threads', [0, 256]);
  return {
    modelFile: pathSetting('model.file'),
    gpu: BACKENDS.find((backend) => backend === gpu) ?? 'auto',
    threads: threads === 0 ? undefined : threads,
    idleUnloadMs: clampedNumber(configuration, 'engine.idleUnload', [0, 1440]) * 60_000,
  };
}

/** Absolute path of the model that answers questions; undefined where that of the completions does. */
export function chatModelFile(): string | undefined {
  return pathSetting('chat.modelFile');
}

/** Absolute path of the folder in which models lie; undefined for the extension's own. */
export function modelFolder(): string | undefined {
  return pathSetting('models.folder');
}

/** Which model is run with which adapter, unchecked. */
export function modelAdapters(): unknown {
  return vscode.workspace.getConfiguration(SECTION).get('models.adapters');
}

/** Writes which model is run with which adapter. */
export async function setModelAdapters(adapters: Readonly<Record<string, unknown>>): Promise<void> {
  await vscode.workspace
    .getConfiguration(SECTION)
    .update('models.adapters', adapters, vscode.ConfigurationTarget.Global);
}

function pathSetting(key: 'model.file' | 'chat.modelFile' | 'models.folder'): string | undefined {
  const value = vscode.workspace.getConfiguration(SECTION).get(key);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** Whether completions are on at all, for documents of no particular language. */
export function isEnabledGlobally(): boolean {
  return vscode.workspace.getConfiguration(SECTION).get('enabled') !== false;
}

/** Switches completions on or off for all languages. */
export async function setEnabledGlobally(enabled: boolean): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(SECTION);
  const isOfWorkspace = configuration.inspect('enabled')?.workspaceValue !== undefined;
  await configuration.update('enabled', enabled, targetInForce(isOfWorkspace));
}

/** Switches completions on or off for one language. */
export async function setEnabledForLanguage(languageId: string, enabled: boolean): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(SECTION, { languageId });
  const isOfWorkspace = configuration.inspect('enabled')?.workspaceLanguageValue !== undefined;
  await configuration.update('enabled', enabled, targetInForce(isOfWorkspace), true);
}

/** The workspace's word stands above the user's: written elsewhere, a choice would change nothing. */
function targetInForce(isOfWorkspace: boolean): vscode.ConfigurationTarget {
  return isOfWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
}

/**
 * Chooses a model file; an empty path chooses the built-in one.
 *
 * The empty path is written, not the setting removed: in a remote window VS Code writes to the remote machine's
 * settings, and removing nothing there would leave a path from the user's own settings in force.
 */
export async function setModelFile(path: string): Promise<void> {
  await vscode.workspace
    .getConfiguration(SECTION)
    .update('model.file', path, vscode.ConfigurationTarget.Global);
}

/** Chooses the file of the model that answers questions; an empty path leaves it to that of the completions. */
export async function setChatModelFile(path: string): Promise<void> {
  await vscode.workspace
    .getConfiguration(SECTION)
    .update('chat.modelFile', path, vscode.ConfigurationTarget.Global);
}

/** Whether the editor itself shows inline suggestions in this document. */
export function editorShowsInlineSuggestions(document: vscode.TextDocument): boolean {
  return vscode.workspace.getConfiguration('editor', document).get('inlineSuggest.enabled') !== false;
}

/** Whether the editor's peeks begin with the focus in their text, not in their list. */
export function peeksFocusText(): boolean {
  return vscode.workspace.getConfiguration('editor').get('peekWidgetDefaultFocus') === 'editor';
}

/** Where the user says that git is, for VS Code's own git extension; no workspace may say it. */
export function gitPaths(): readonly string[] {
  const value: unknown = vscode.workspace.getConfiguration('git').get('path');
  return strings(typeof value === 'string' ? [value] : value).filter((path) => path.trim() !== '');
}

/** What may be learnt, where no document has settings of its own. */
export function generalLearnable(): Learnable {
  return learnableOf(vscode.workspace.getConfiguration(SECTION));
}

function learnableOf(configuration: vscode.WorkspaceConfiguration): Learnable {
  const value = configuration.get('completion.eagerness');
  const eagerness = EAGERNESS.find((one) => one === value) ?? SETTING_DEFAULTS['completion.eagerness'];
  // Somebody who writes 0.9 does not mean one percent, which would show everything.
  const isWhole = Number.isInteger(configuration.get('completion.confidence'));
  const percent = isWhole ? clampedNumber(configuration, 'completion.confidence', [0, 99]) : 0;
  const learns = configuration.get('completion.learn') !== false;
  return {
    eagerness,
    threshold: percent === 0 ? THRESHOLDS[eagerness] : percent / 100,
    debounceMs: clampedNumber(configuration, 'completion.debounce', [0, 2000]),
    multiline: configuration.get('completion.multiline') !== false,
    // What somebody has set stays so.
    learns: {
      threshold: learns && percent === 0,
      wait: learns && !isSet(configuration, 'completion.debounce'),
      length: learns && !isSet(configuration, 'completion.multiline'),
    },
  };
}

/** Whether anybody has set it, to whatever value. */
function isSet(configuration: vscode.WorkspaceConfiguration, key: keyof typeof SETTING_DEFAULTS): boolean {
  const told = configuration.inspect<unknown>(key);
  return [
    ...[told?.globalValue, told?.workspaceValue, told?.workspaceFolderValue],
    ...[told?.globalLanguageValue, told?.workspaceLanguageValue, told?.workspaceFolderLanguageValue],
  ].some((value) => value !== undefined);
}

/** Sets in the folder, of several, or in the workspace how sure a model must be, in percent. */
export async function setConfidence(folder: vscode.Uri, percent: number): Promise<void> {
  await setInFolder(folder, 'completion.confidence', percent);
}

/** Sets there whether suggestions may go over several lines. */
export async function setMultiline(folder: vscode.Uri, multiline: boolean): Promise<void> {
  await setInFolder(folder, 'completion.multiline', multiline);
}

async function setInFolder(
  folder: vscode.Uri,
  key: keyof typeof SETTING_DEFAULTS,
  value: number | boolean,
): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(SECTION, folder);
  const isOneOfSeveral = (vscode.workspace.workspaceFolders?.length ?? 0) > 1;
  const isOfFolder = isOneOfSeveral || configuration.inspect(key)?.workspaceFolderValue !== undefined;
  const { ConfigurationTarget } = vscode;
  const target = isOfFolder ? ConfigurationTarget.WorkspaceFolder : ConfigurationTarget.Workspace;
  await configuration.update(key, value, target);
}

/** Whether it is counted what becomes of suggestions. */
export function isLedgerEnabled(): boolean {
  return vscode.workspace.getConfiguration(SECTION).get('ledger.enabled') !== false;
}

/** Calls `listener` when that is switched on or off. */
export function onLedgerSwitched(listener: () => void): vscode.Disposable {
  return onChange([`${SECTION}.ledger.enabled`], listener);
}

/** Calls `listener` when a setting that the running engine was started with has another value. */
export function onEngineSettingsChanged(listener: () => void): vscode.Disposable {
  const relevant = (): string => {
    const { modelFile, gpu, threads } = engineSettings();
    return JSON.stringify([modelFile, gpu, threads, modelAdapters()]);
  };
  return onOtherValue(relevant, listener);
}

function onOtherValue(relevant: () => string, listener: () => void): vscode.Disposable {
  let last = relevant();
  return vscode.workspace.onDidChangeConfiguration((event) => {
    // A window that opens reports settings as changed that are only read for the first time.
    const current = relevant();
    if (event.affectsConfiguration(SECTION) && current !== last) {
      last = current;
      listener();
    }
  });
}

/** By which rules what was read of files is kept, in all folders of the workspace. */
export function rememberingRules(): string {
  const rulesOf = (uri: vscode.Uri): unknown => {
    const { remembersFiles, exclude } = completionSettings(uri);
    return [uri.toString(), remembersFiles, exclude];
  };
  return JSON.stringify((vscode.workspace.workspaceFolders ?? []).map(({ uri }) => rulesOf(uri)));
}

/** Calls `listener` when they are others. */
export function onRememberingChanged(listener: () => void): vscode.Disposable {
  return onOtherValue(rememberingRules, listener);
}

/** Calls `listener` when any of our settings, or the editor's own switch, has changed. */
export function onAnySettingChanged(listener: () => void): vscode.Disposable {
  return onChange([SECTION, 'editor.inlineSuggest.enabled'], listener);
}

/** Calls `listener` when other models are chosen, or lie elsewhere. */
export function onModelSettingsChanged(listener: () => void): vscode.Disposable {
  return onChange(
    ['model.file', 'chat.modelFile', 'models.folder', 'models.adapters'].map((key) => `${SECTION}.${key}`),
    listener,
  );
}

/** Calls `listener` when other models are to be offered to other extensions, or with other limits. */
export function onOfferedModelsChanged(listener: () => void): vscode.Disposable {
  return onChange([`${SECTION}.languageModels.builtIn`, `${SECTION}.chat.promptFormat`], listener);
}

/** Calls `listener` when the user has switched VS Code's own AI features on or off. */
export function onAiSwitchChanged(listener: () => void): vscode.Disposable {
  return onChange([AI_SWITCH], listener);
}

function onChange(sections: readonly string[], listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (sections.some((section) => event.affectsConfiguration(section))) {
      listener();
    }
  });
}

function clampedNumber(
  configuration: vscode.WorkspaceConfiguration,
  key: keyof typeof SETTING_DEFAULTS,
  [minimum, maximum]: readonly [number, number],
): number {
  const value: unknown = configuration.get(key);
  const number = typeof value === 'number' && Number.isFinite(value) ? value : Number(SETTING_DEFAULTS[key]);
  return Math.round(Math.min(maximum, Math.max(minimum, number)));
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** The user's own slash commands as they stand in the settings: name → text, unchecked. */
export function chatPrompts(): unknown {
  return vscode.workspace.getConfiguration(SECTION).get('chat.prompts');
}

/** How the user wants models to be asked that can be asked in several ways; undefined for each model's own way. */
export function preferredPromptFormat(): FormatId | undefined {
  const value = vscode.workspace.getConfiguration(SECTION).get('chat.promptFormat');
  return FORMAT_IDS.find((id) => id === value);
}

/** Chooses how models are asked; undefined for each model's own way. */
export async function setPromptFormat(id: FormatId | undefined): Promise<void> {
  await vscode.workspace
    .getConfiguration(SECTION)
    .update('chat.promptFormat', id, vscode.ConfigurationTarget.Global);
}

/** Whether other extensions may ask the built-in model. */
export function offersBuiltInModel(): boolean {
  return vscode.workspace.getConfiguration(SECTION).get('languageModels.builtIn') === true;
}

/** Whether the user has switched off all AI features that VS Code itself brings. */
export function isAiSwitchedOff(): boolean {
  return vscode.workspace.getConfiguration().get(AI_SWITCH) === true;
}

/** The user's changes of the theme's colours of code, unchecked. */
export function tokenColorCustomizations(): unknown {
  return vscode.workspace.getConfiguration('editor').get('tokenColorCustomizations');
}

/** Calls `listener` when the user has changed the theme's colours of code. */
export function onTokenColorsChanged(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('editor.tokenColorCustomizations')) {
      listener();
    }
  });
}

/** Where models are found that are not here yet. */
export interface ModelSourceSettings {
  /** Absolute paths and https addresses of catalogs, unchecked. */
  readonly catalogs: readonly string[];
  /** Base address of a mirror of the hub, unchecked; undefined for the hub that a catalog names. */
  readonly mirror: string | undefined;
}

/** Reads where models are found, at the moment of use. */
export function modelSourceSettings(): ModelSourceSettings {
  const configuration = vscode.workspace.getConfiguration(SECTION);
  const hub = configuration.get('models.hub');
  return {
    catalogs: strings(configuration.get('models.catalogs'))
      .map((text) => text.trim())
      .filter((text) => text !== ''),
    mirror: typeof hub === 'string' && hub.trim() !== '' ? hub.trim() : undefined,
  };
}

/** Calls `listener` when models are to be found elsewhere. */
export function onModelSourcesChanged(listener: () => void): vscode.Disposable {
  return onChange([`${SECTION}.models.catalogs`, `${SECTION}.models.hub`], listener);
}
