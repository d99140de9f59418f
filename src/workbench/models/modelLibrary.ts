import { stat } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { type AdapterChoice } from '../../models/adapters/adapterChoice.ts';
import { ggufFiles } from '../../models/library/ggufFiles.ts';
import {
  chatModelFile,
  engineSettings,
  modelAdapters,
  modelFolder,
  onModelSettingsChanged,
} from '../settings.ts';
import { AdapterChoices } from './adapterSetting.ts';
import { type ModelUse } from './modelUse.ts';

/** What the user pointed at, between sessions. */
const ADDED_KEY = 'openelm.models.added';

/** A model that is here. */
export interface LibraryModel {
  /** Absolute path. */
  readonly file: string;
  readonly bytes: number;
  /** `builtIn` ships with the extension; `folder` lies in the folder of models; `added` stays where the user has it. */
  readonly origin: 'builtIn' | 'folder' | 'added';
  /** The file answers to both where the chat has no model of its own. */
  readonly isForCompletions: boolean;
  readonly isForChat: boolean;
  /** What it is run with. */
  readonly adapter: AdapterChoice | undefined;
  /** Milliseconds since 1970. */
  readonly lastUsed: number | undefined;
}

export interface LibraryOptions {
  readonly builtInModel: string;
  /** Where models lie while no other folder is set. */
  readonly defaultFolder: string;
  readonly memory: vscode.Memento;
  readonly use: ModelUse;
}

/** The models on this machine that the user may choose from. Files are read in place and never copied. */
export class ModelLibrary implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #listener: vscode.Disposable;
  readonly #adapters: AdapterChoices;
  readonly onDidChange = this.#changed.event;

  constructor(private readonly options: LibraryOptions) {
    this.#adapters = new AdapterChoices(options.builtInModel);
    this.#listener = onModelSettingsChanged(() => {
      this.refresh();
    });
  }

  get folder(): string {
    return modelFolder() ?? this.options.defaultFolder;
  }

  get builtInModel(): string {
    return this.options.builtInModel;
  }

  /** The built-in one first; a file that is gone is left out. */
  async models(): Promise<readonly LibraryModel[]> {
    const { builtInModel, use } = this.options;
    const completions = engineSettings().modelFile ?? builtInModel;
    const chat = chatModelFile() ?? completions;
    const inFolder = await ggufFiles(this.folder);
    const files = new Map<string, LibraryModel['origin']>([[builtInModel, 'builtIn']]);
    for (const file of inFolder) {
      files.set(file.path, 'folder');
    }
    for (const file of [...this.#added, completions, chat]) {
      files.set(file, files.get(file) ?? 'added');
    }
    const models = await Promise.all(
      [...files].map(async ([file, origin]) => ({
        file,
        origin,
        bytes: await sizeOf(file),
        isForCompletions: file === completions,
        isForChat: file === chat,
        adapter: this.#adapters.of(file, modelAdapters()),
        lastUsed: use.lastUsed(file),
      })),
    );
    return models.flatMap((model) => (model.bytes === undefined ? [] : [{ ...model, bytes: model.bytes }]));
  }

  /** Keeps files in the list that lie elsewhere. */
  async add(files: readonly string[]): Promise<void> {
    await this.#remember(ADDED_KEY, [
      ...new Set([...this.#added, ...files.map((file) => path.normalize(file))]),
    ]);
  }

  /** Takes a file out of the list; the file itself stays. */
  async forget(file: string): Promise<void> {
    await this.#remember(
      ADDED_KEY,
      this.#added.filter((one) => one !== file),
    );
  }

  /** Tells everyone to look again: files come and go without a word. */
  refresh(): void {
    this.#changed.fire();
  }

  dispose(): void {
    this.#listener.dispose();
    this.#changed.dispose();
  }

  get #added(): readonly string[] {
    return this.options.memory.get<readonly string[]>(ADDED_KEY, []);
  }

  async #remember(key: string, value: unknown): Promise<void> {
    await this.options.memory.update(key, value);
    this.refresh();
  }
}

async function sizeOf(file: string): Promise<number | undefined> {
  try {
    const what = await stat(file);
    return what.isFile() ? what.size : undefined;
  } catch {
    return undefined;
  }
}
