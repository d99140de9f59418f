import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { type ChatEngine } from '../../core/chat/chatEngine.ts';
import { affordableContext } from '../../models/affordableContext.ts';
import { type ModelFacts } from '../../models/modelFacts.ts';
import { type OfferedModel, type OfferedModels } from '../../provider/languageModelProvider.ts';
import { offersBuiltInModel, onOfferedModelsChanged } from '../settings.ts';
import { type FactsReader } from './factsReader.ts';
import { type LibraryModel, type ModelLibrary } from './modelLibrary.ts';

/** The models of the library as other extensions get them; a file is read when it is asked about. */
export class OfferedLibrary implements OfferedModels, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #listeners: readonly vscode.Disposable[];
  readonly onDidChange = this.#changed.event;

  constructor(
    private readonly library: ModelLibrary,
    private readonly facts: FactsReader,
    /** Who answers for a file. */
    private readonly engineOf: (file: string) => ChatEngine,
  ) {
    const tell = (): void => {
      this.#changed.fire();
    };
    this.#listeners = [library.onDidChange(tell), onOfferedModelsChanged(tell)];
  }

  /** The built-in model would answer other extensions with nonsense, so that it is offered on request only. */
  async all(): Promise<readonly OfferedModel[]> {
    const models = (await this.library.models())
      .filter(({ origin }) => origin !== 'builtIn' || offersBuiltInModel())
      // VS Code takes the first one where nobody chooses.
      .sort((one, other) => Number(other.isForChat) - Number(one.isForChat));
    const ids = uniqueIds(models.map(({ file }) => file));
    const offered = await Promise.all(
      models.map((model) => this.#offer(model, ids.get(model.file) ?? model.file)),
    );
    return offered.filter((model) => model !== undefined);
  }

  isWithheld(id: string): boolean {
    return id === nameOf(this.library.builtInModel) && !offersBuiltInModel();
  }

  dispose(): void {
    for (const listener of this.#listeners) {
      listener.dispose();
    }
    this.#changed.dispose();
  }

  /** Undefined for a file that is refused: the list of models says why. */
  async #offer({ file }: LibraryModel, id: string): Promise<OfferedModel | undefined> {
    const read = await this.facts.read(file);
    if (read.kind === 'problem') {
      return undefined;
    }
    const { facts } = read;
    return {
      id,
      name: facts.name,
      architecture: facts.architecture,
      contextTokens: affordableContext(facts, os.totalmem()),
      quantisation: facts.quantisation,
      engine: this.engineOf(file),
      ...(await templatesOf(facts)),
    };
  }
}

async function templatesOf(
  facts: ModelFacts,
): Promise<Pick<OfferedModel, 'renderTemplate' | 'renderToolTemplate'>> {
  const { readChatTemplates } = await import('../../models/chatTemplate.ts');
  return readChatTemplates(facts);
}

/** Other extensions need not know in which folder of whom a file lies: not more than what tells two apart. */
function uniqueIds(files: readonly string[]): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  const taken = new Set<string>();
  for (const file of files) {
    let id = nameOf(file);
    for (let folder = path.dirname(file); taken.has(id) && path.basename(folder) !== '';) {
      id = `${path.basename(folder)}/${id}`;
      folder = path.dirname(folder);
    }
    taken.add(id);
    ids.set(file, id);
  }
  return ids;
}

function nameOf(file: string): string {
  return path.basename(file, '.gguf');
}
