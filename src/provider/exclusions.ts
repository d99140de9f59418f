import ignore, { type Ignore } from 'ignore';
import * as vscode from 'vscode';
import { completionSettings } from '../workbench/settings.ts';
import { type Exclusion } from './exclusion.ts';
import { fileOf } from './toDocumentContext.ts';

/** Documents that are shown in an editor and are not for writing code or text. */
const NOT_FOR_WRITING = new Set([
  'output',
  'vscode-chat-input',
  'chatSessionInput',
  'vscode-terminal',
  'search-editor',
]);

/** Decides which documents are left alone. Patterns and switches are read at the moment of use. */
export class Exclusions implements vscode.Disposable {
  /** The rules of one `.gitignore`, by its URI; kept until such a file changes. */
  readonly #rules = new Map<string, Promise<Ignore | undefined>>();
  readonly #subscriptions: vscode.Disposable[] = [];

  constructor(private readonly isEnabledGlobally: () => boolean) {
    const watcher = vscode.workspace.createFileSystemWatcher('**/.gitignore');
    const forget = (): void => {
      this.#rules.clear();
    };
    this.#subscriptions.push(
      watcher,
      watcher.onDidChange(forget),
      watcher.onDidCreate(forget),
      watcher.onDidDelete(forget),
    );
  }

  /** The reason why a document is left alone, or undefined when completions are welcome there. */
  async exclusionOf(document: vscode.TextDocument): Promise<Exclusion | undefined> {
    const settings = completionSettings(document);
    if (!settings.enabled) {
      return this.isEnabledGlobally()
        ? { kind: 'languageOff', languageId: document.languageId }
        : { kind: 'switchedOff' };
    }
    if (NOT_FOR_WRITING.has(document.uri.scheme)) {
      return { kind: 'notText' };
    }
    const pattern = settings.exclude.find((one) => vscode.languages.match({ pattern: one }, document) > 0);
    if (pattern !== undefined) {
      return { kind: 'pattern', pattern };
    }
    return settings.respectGitignore && (await this.#isGitignored(fileOf(document)))
      ? { kind: 'gitignored' }
      : undefined;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
  }

  /** Asks every `.gitignore` from the document's folder up to the workspace folder; the nearest word counts. */
  async #isGitignored(uri: vscode.Uri): Promise<boolean> {
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    if (folder === undefined) {
      return false;
    }
    const path = uri.path.slice(folder.uri.path.length).replace(/^\//u, '').split('/');
    for (let depth = path.length - 1; depth >= 0; depth--) {
      const parent = vscode.Uri.joinPath(folder.uri, ...path.slice(0, depth));
      const rules = await this.#rulesOf(vscode.Uri.joinPath(parent, '.gitignore'));
      const verdict = rules?.test(path.slice(depth).join('/'));
      if (verdict?.ignored === true || verdict?.unignored === true) {
        return verdict.ignored;
      }
    }
    return false;
  }

  #rulesOf(uri: vscode.Uri): Promise<Ignore | undefined> {
    const key = uri.toString();
    let rules = this.#rules.get(key);
    if (rules === undefined) {
      rules = readRules(uri);
      this.#rules.set(key, rules);
    }
    return rules;
  }
}

async function readRules(uri: vscode.Uri): Promise<Ignore | undefined> {
  try {
    return ignore().add(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)));
  } catch {
    // There is no such file in this folder.
    return undefined;
  }
}
