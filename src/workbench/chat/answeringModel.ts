import * as vscode from 'vscode';
import { type ChatEngine, type ChatModel } from '../../core/chat/chatEngine.ts';
import { formatsOf } from '../../core/chat/formats/chooseFormat.ts';
import { type PromptFormat } from '../../core/chat/formats/promptFormat.ts';
import { type Supervisor } from '../../engine/supervisor.ts';
import { chatModelFile, engineSettings, preferredPromptFormat } from '../settings.ts';

interface KnownModel {
  readonly file: string | undefined;
  readonly model: ChatModel;
  /** Made once: for a model with a template of its own they are tried out. */
  readonly formats: readonly PromptFormat[];
}

/**
 * What is known of the model that answers without starting it: all of it while it is loaded, and still after the engine
 * has gone to rest. Nothing until it was loaded once. A model that the chat has for itself is loaded once the chat is
 * looked at.
 */
export class AnsweringModel implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  #known: KnownModel | undefined;
  #loaded: unknown;
  #reads = 0;

  constructor(
    private readonly supervisor: Pick<Supervisor, 'state'>,
    private readonly engine: ChatEngine,
    private readonly onError: (cause: unknown) => void,
    private readonly isShown: () => boolean,
  ) {}

  get model(): ChatModel | undefined {
    return this.#current?.model;
  }

  /** The ways in which it can be asked, its own first. */
  get formats(): readonly PromptFormat[] {
    return this.#current?.formats ?? [];
  }

  /** How it is asked: in the user's way where it can be. */
  get format(): PromptFormat | undefined {
    const preferred = preferredPromptFormat();
    return this.formats.find(({ id }) => id === preferred) ?? this.formats[0];
  }

  /** Whether it can count tokens now. */
  get isLoaded(): boolean {
    return this.model !== undefined && this.supervisor.state.kind === 'ready';
  }

  /** Looks whether the engine has loaded another model. */
  look(): void {
    const { state } = this.supervisor;
    const own = chatModelFile();
    if (state.kind !== 'ready' || (own !== undefined && !this.isShown())) {
      return;
    }
    // A model of its own says by nothing else that it has less room than it had said.
    const loaded = own === undefined ? state.engine.model : `${own} ${state.engine.limitedChats}`;
    if (loaded !== this.#loaded) {
      this.#loaded = loaded;
      this.#read().catch(this.onError);
    }
  }

  dispose(): void {
    this.#changed.dispose();
  }

  get #current(): KnownModel | undefined {
    return this.#known?.file === chosenFile() ? this.#known : undefined;
  }

  async #read(): Promise<void> {
    const number = ++this.#reads;
    const file = chosenFile();
    const model = await this.engine.model();
    // Another model may have been chosen and loaded meanwhile.
    if (number !== this.#reads) {
      return;
    }
    this.#known = { file, model, formats: formatsOf(model) };
    this.#changed.fire();
  }
}

function chosenFile(): string | undefined {
  return chatModelFile() ?? engineSettings().modelFile;
}
