import { type Ignore } from 'ignore';
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
  /** Whether a folder is a repository's, by its URI; kept as long. */
  readonly #repositories = new Map<string, Promise<boolean>>();
  readonly #subscriptions: { dispose(): unknown }[] = [];
  readonly #changed = new vscode.EventEmitter<void>();
  /** Fires when a `.gitignore` was written: other files may be left alone now. */
  readonly onDidChange = this.#changed.event;

  constructor(private readonly isEnabledGlobally: () => boolean) {
    const watcher = vscode.workspace.createFileSystemWatcher('**/.gitignore');
    const forget = (): void => {
      this.#rules.clear();
      this.#repositories.clear();
    };
    const tell = (): void => {
      forget();
      this.#changed.fire();
    };
    this.#subscriptions.push(
      this.#changed,
      watcher,
      watcher.onDidChange(tell),
      watcher.onDidCreate(tell),
      watcher.onDidDelete(tell),
      // What lies above the workspace is not watched: whoever changes it comes back from another window.
      vscode.window.onDidChangeWindowState(forget),
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

  /** Whether a file, which need not be open or exist any longer, may hold secrets by its name. */
  isSecretFile(uri: vscode.Uri): boolean {
    // `match` looks at the two properties alone.
    const document = { uri, languageId: 'plaintext' } as vscode.TextDocument;
    return completionSettings(uri).exclude.some(
      (pattern) => vscode.languages.match({ pattern }, document) > 0,
    );
  }

  /** Whether a document may hold secrets or is ignored by git: it is read only where the user names it. */
  async hides(document: vscode.TextDocument): Promise<boolean> {
    return (await this.hiddenBy(fileOf(document))) !== undefined;
  }

  /** What keeps a file from being read unless the user names it: a pattern of secrets, or a rule of git. */
  async hiddenBy(uri: vscode.Uri): Promise<'pattern' | 'gitignored' | undefined> {
    const { exclude } = completionSettings(uri);
    // A pattern is compared with the URI alone, but the editor asks for a document.
    const document = { uri, languageId: '' } as vscode.TextDocument;
    if (exclude.some((pattern) => vscode.languages.match({ pattern }, document) > 0)) {
      return 'pattern';
    }
    return (await this.#isGitignored(uri)) ? 'gitignored' : undefined;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
  }

  /** Asks every `.gitignore` from the document's folder up to the repository's; the nearest word counts. */
  async #isGitignored(uri: vscode.Uri): Promise<boolean> {
    const top = await this.#topFolder(uri);
    if (top === undefined) {
      return false;
    }
    const path = uri.path.slice(top.path.length).replace(/^\//u, '').split('/');
    for (let depth = path.length - 1; depth >= 0; depth--) {
      const parent = vscode.Uri.joinPath(top, ...path.slice(0, depth));
      const rules = await this.#rulesOf(vscode.Uri.joinPath(parent, '.gitignore'));
      const verdict = rules?.test(path.slice(depth).join('/'));
      if (verdict?.ignored === true || verdict?.unignored === true) {
        return verdict.ignored;
      }
    }
    return false;
  }

  /** The repository's folder, which may lie above what is open; in none, the workspace folder. */
  async #topFolder(uri: vscode.Uri): Promise<vscode.Uri | undefined> {
    const workspace = vscode.workspace.getWorkspaceFolder(uri)?.uri;
    if (workspace === undefined && uri.scheme !== 'file') {
      return undefined;
    }
    for (let folder = parentOf(uri); ; folder = parentOf(folder)) {
      if (await this.#isRepository(folder)) {
        return folder;
      }
      if (folder.path === '/' || folder.path === '') {
        return workspace;
      }
    }
  }

  #isRepository(folder: vscode.Uri): Promise<boolean> {
    const key = folder.toString();
    let known = this.#repositories.get(key);
    if (known === undefined) {
      known = exists(vscode.Uri.joinPath(folder, '.git'));
      this.#repositories.set(key, known);
    }
    return known;
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

function parentOf(uri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(uri, '..');
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

async function readRules(uri: vscode.Uri): Promise<Ignore | undefined> {
  // Only who respects what git ignores, or attaches a file, needs it.
  const { default: ignore } = await import('ignore');
  try {
    return ignore().add(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)));
  } catch {
    // There is no such file in this folder.
    return undefined;
  }
}
