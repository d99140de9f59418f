import * as vscode from 'vscode';
import { type UserPrompt } from '../../core/chat/slashCommands.ts';
import { promptFromFile, promptsFromSetting } from '../../core/chat/userPrompts.ts';
import { chatPrompts, onAnySettingChanged } from '../settings.ts';

/** Where a workspace keeps prompts, one a file. */
const FOLDER = '.openelm/prompts';
const FILES = /\.md$/iu;
/** The folders as well: of files that come together with their folder the editor may tell nothing. */
const WATCHED = '{.openelm,.openelm/prompts,.openelm/prompts/*.md}';
const MAX_FILES = 100;
const MAX_BYTES = 100_000;

/**
 * The user's own slash commands: those of the settings, then those of Markdown files in the workspace's folders, which
 * are followed as they change. Of two with one name the settings' is taken, then that of the first folder. Files of a
 * workspace that is not trusted are not read.
 */
export class UserPrompts implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: readonly vscode.Disposable[];
  #watchers: readonly vscode.Disposable[] = [];
  #ofFiles: readonly UserPrompt[] = [];
  #reads = 0;

  constructor(private readonly onError: (cause: unknown) => void) {
    const restart = (): void => {
      this.#watch();
    };
    this.#subscriptions = [
      vscode.workspace.onDidChangeWorkspaceFolders(restart),
      vscode.workspace.onDidGrantWorkspaceTrust(restart),
      onAnySettingChanged(() => {
        this.#changed.fire();
      }),
    ];
    this.#watch();
  }

  get current(): readonly UserPrompt[] {
    const byName = new Map<string, UserPrompt>();
    for (const prompt of [...promptsFromSetting(chatPrompts()), ...this.#ofFiles]) {
      const key = prompt.name.toLowerCase();
      byName.set(key, byName.get(key) ?? prompt);
    }
    return [...byName.values()];
  }

  /** Reads the files anew: of folders that were made a moment ago the editor tells no change. */
  refresh(): void {
    this.#read(foldersOfTrust()).catch(this.onError);
  }

  dispose(): void {
    this.#reads++;
    for (const subscription of [...this.#subscriptions, ...this.#watchers, this.#changed]) {
      subscription.dispose();
    }
  }

  #watch(): void {
    for (const watcher of this.#watchers) {
      watcher.dispose();
    }
    const read = (): void => {
      this.refresh();
    };
    this.#watchers = foldersOfTrust().flatMap((folder) => {
      const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, WATCHED));
      return [watcher, watcher.onDidCreate(read), watcher.onDidChange(read), watcher.onDidDelete(read)];
    });
    read();
  }

  async #read(folders: readonly vscode.WorkspaceFolder[]): Promise<void> {
    const number = ++this.#reads;
    const found = await Promise.all(
      folders.map(({ uri }) => promptsOfFolder(vscode.Uri.joinPath(uri, FOLDER))),
    );
    if (number === this.#reads) {
      this.#ofFiles = found.flat();
      this.#changed.fire();
    }
  }
}

/** The folders whose files may have a say. */
function foldersOfTrust(): readonly vscode.WorkspaceFolder[] {
  return vscode.workspace.isTrusted ? (vscode.workspace.workspaceFolders ?? []) : [];
}

async function promptsOfFolder(folder: vscode.Uri): Promise<readonly UserPrompt[]> {
  const entries = await vscode.workspace.fs.readDirectory(folder).then(
    (found) => found,
    () => [], // there is no such folder
  );
  const names = entries
    .filter(([name, type]) => (type & vscode.FileType.File) !== 0 && FILES.test(name))
    .map(([name]) => name)
    .sort()
    .slice(0, MAX_FILES);
  const prompts = await Promise.all(
    names.map((name) => promptOfFile(vscode.Uri.joinPath(folder, name), name)),
  );
  return prompts.filter((prompt) => prompt !== undefined);
}

async function promptOfFile(uri: vscode.Uri, name: string): Promise<UserPrompt | undefined> {
  try {
    const bytes = await vscode.workspace.fs.readFile(uri);
    return bytes.length > MAX_BYTES ? undefined : promptFromFile(name, new TextDecoder().decode(bytes));
  } catch {
    return undefined; // deleted a moment ago; the watcher says so
  }
}
