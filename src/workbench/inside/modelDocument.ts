import path from 'node:path';
import * as vscode from 'vscode';
import { fileVersion } from '../../models/fileVersion.ts';
import { type ModelInside } from '../../models/inside/modelInside.ts';
import { readInsideInThread } from '../../models/readModelFacts.ts';

/** What is known of a file: what is inside, or why nothing is. */
export type ModelContent =
  | { readonly kind: 'read'; readonly inside: ModelInside }
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'broken'; readonly message: string };

/** A file that is being fetched changes without end: it is not read more often than this. */
const REST_MS = 1000;

/** A model file that is open in editors: read again when it changes on disk, one reading at a time. */
export class ModelDocument implements vscode.CustomDocument {
  readonly #changed = new vscode.EventEmitter<void>();
  /** The content is another than before. */
  readonly onDidChange = this.#changed.event;
  readonly #watcher: vscode.Disposable | undefined;
  #content: ModelContent = { kind: 'elsewhere' };
  #version: string | undefined;
  #reading: Promise<void> | undefined;
  #rest: NodeJS.Timeout | undefined;
  #isStale = false;
  #isDisposed = false;

  /** @param program what reads a model file, in a thread: see readModelFacts.ts */
  constructor(
    readonly uri: vscode.Uri,
    private readonly program: string,
  ) {
    this.#watcher = uri.scheme === 'file' ? this.#watch() : undefined;
  }

  get content(): ModelContent {
    return this.#content;
  }

  /** Reads the file unless it is as it was when it was last read; settles when `content` is up to date. */
  async refresh(): Promise<void> {
    if (this.uri.scheme === 'file') {
      // Asked for while it is read: it may have changed since that began.
      this.#isStale = true;
      await (this.#reading ??= this.#readUntilFresh().finally(() => {
        this.#reading = undefined;
      }));
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#rest);
    this.#watcher?.dispose();
    this.#changed.dispose();
  }

  async #readUntilFresh(): Promise<void> {
    while (this.#isStale && !this.#isDisposed) {
      this.#isStale = false;
      await this.#read();
    }
  }

  async #read(): Promise<void> {
    const file = this.uri.fsPath;
    const version = (await fileVersion(file)) ?? 'none';
    if (version === this.#version) {
      return;
    }
    this.#version = version;
    const content = await readInsideInThread(this.program, file).then(
      (inside): ModelContent => ({ kind: 'read', inside }),
      (error: unknown): ModelContent => ({ kind: 'broken', message: String(error) }),
    );
    // A file whose weights alone have changed looks as before: whoever reads the page keeps the place.
    if (!this.#isDisposed && JSON.stringify(content) !== JSON.stringify(this.#content)) {
      this.#content = content;
      this.#changed.fire();
    }
  }

  /** The folder is watched, not the name, which may hold what a pattern takes for something else. */
  #watch(): vscode.Disposable {
    const folder = vscode.Uri.file(path.dirname(this.uri.fsPath));
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '*'));
    const follow = (changed: vscode.Uri): void => {
      if (changed.fsPath === this.uri.fsPath && !this.#isDisposed) {
        this.#rest ??= setTimeout(() => {
          this.#rest = undefined;
          void this.refresh();
        }, REST_MS);
      }
    };
    return vscode.Disposable.from(
      watcher,
      watcher.onDidChange(follow),
      watcher.onDidCreate(follow),
      watcher.onDidDelete(follow),
    );
  }
}
