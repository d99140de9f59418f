import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { affordableContext } from '../../models/affordableContext.ts';
import { fileVersion } from '../../models/fileVersion.ts';
import { readModelFacts } from '../../models/readModelFacts.ts';
import { type OfferedModel, type OfferedModels } from '../../provider/languageModelProvider.ts';
import { engineSettings, offersBuiltInModel, onOfferedModelChanged } from '../settings.ts';

/** The chosen model as other extensions get it; its file is read when it is asked about, and again when it changes. */
export class ChosenModel implements OfferedModels, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #listener: vscode.Disposable;
  readonly onDidChange = this.#changed.event;
  #read: { readonly version: string; readonly model: Promise<OfferedModel | undefined> } | undefined;

  /** @param factsProgram what checks a model file, in a thread: see readModelFacts.ts */
  constructor(
    private readonly builtInModel: string,
    private readonly factsProgram: string,
  ) {
    this.#listener = onOfferedModelChanged(() => {
      this.#changed.fire();
    });
  }

  /** The built-in model would answer other extensions with nonsense, so that it is offered on request only. */
  async current(): Promise<OfferedModel | undefined> {
    const { modelFile } = engineSettings();
    if (modelFile === undefined && !offersBuiltInModel()) {
      return undefined;
    }
    const file = modelFile ?? this.builtInModel;
    const version = await fileVersion(file);
    if (version === undefined) {
      return undefined; // the status bar says so
    }
    if (this.#read?.version !== version) {
      this.#read = { version, model: readModel(this.factsProgram, file) };
    }
    return this.#read.model;
  }

  isWithheld(id: string): boolean {
    return (
      id === idOf(this.builtInModel) && engineSettings().modelFile === undefined && !offersBuiltInModel()
    );
  }

  dispose(): void {
    this.#listener.dispose();
    this.#changed.dispose();
  }
}

async function readModel(program: string, file: string): Promise<OfferedModel | undefined> {
  try {
    const facts = await readModelFacts(program, file);
    const { readChatTemplates } = await import('../../models/chatTemplate.ts');
    return {
      id: idOf(file),
      name: facts.name,
      architecture: facts.architecture,
      contextTokens: affordableContext(facts, os.totalmem()),
      quantisation: facts.quantisation,
      ...readChatTemplates(facts),
    };
  } catch {
    // The status bar says what is wrong with the file; there is nothing to offer.
    return undefined;
  }
}

/** Other extensions need not know in which folder of whom the file lies. */
function idOf(file: string): string {
  return path.basename(file, '.gguf');
}
