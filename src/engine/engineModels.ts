import { stat } from 'node:fs/promises';
import { type AdapterChoice } from '../models/adapters/adapterChoice.ts';
import { EngineError } from './engineError.ts';
import { type EngineProcess } from './engineProcess.ts';
import { type ModelInfo } from './protocol.ts';
import { contextThereIs } from './smallerContext.ts';

/** The share of the machine's memory that the files of all loaded models may have together. */
const MEMORY_SHARE = 0.7;

/** A model file and what it is run with: with another adapter it is another model. */
interface ModelChoice {
  readonly path: string;
  readonly adapter?: AdapterChoice | undefined;
}

/** One model in the engine, and how many calls use it now. */
class Held {
  #users = 0;
  #onUnused: (() => void)[] = [];
  #info: Promise<ModelInfo>;

  constructor(
    readonly choice: ModelChoice,
    info: Promise<ModelInfo>,
  ) {
    this.#info = info;
    // Whoever asked for it is told.
    info.catch(() => undefined);
  }

  get info(): Promise<ModelInfo> {
    return this.#info;
  }

  /** Takes down that a chat's context can't be larger than so many tokens. */
  async limitChat(chatContextTokens: number): Promise<ModelInfo> {
    this.#info = this.#info.then((info) => ({ ...info, chatContextTokens }));
    return this.#info;
  }

  is(choice: ModelChoice): boolean {
    return keyOf(this.choice) === keyOf(choice);
  }

  get isUsed(): boolean {
    return this.#users > 0;
  }

  enter(): void {
    this.#users++;
  }

  leave(): void {
    this.#users--;
    if (this.#users === 0) {
      for (const tell of this.#onUnused.splice(0)) {
        tell();
      }
    }
  }

  unused(): Promise<void> {
    return new Promise((resolve) => {
      if (this.isUsed) {
        this.#onUnused.push(resolve);
      } else {
        resolve();
      }
    });
  }
}

export interface EngineModelsOptions {
  /** What the machine has in all. */
  readonly memoryBytes: number;
  /** The adapter that a model shall be run with now. */
  readonly adapterOf: (path: string) => AdapterChoice | undefined;
  /** Called with the file of each model that was loaded. */
  readonly onLoaded: (path: string) => void;
  /** Called when there was less memory for a chat than a model's information said; gets what it says now. */
  readonly onLimited: (model: ModelInfo) => void;
}

/**
 * The models of one engine process: the default one, which completions use, and at most one further, such as a chat's,
 * which is loaded when it is first asked for and makes room for the next. A model is unloaded only when no call uses it.
 */
export class EngineModels {
  #default: Held;
  #further: Held | undefined;
  #handles = 0;

  constructor(
    private readonly engine: Pick<EngineProcess, 'request'>,
    model: ModelInfo,
    private readonly options: EngineModelsOptions,
  ) {
    this.#default = new Held(model, Promise.resolve(model));
    options.onLoaded(model.path);
  }

  /** Whether the model at `path`, with the adapter it shall have now, is the default one. */
  isDefault(path: string): boolean {
    return this.#default.is(this.#choiceOf(path));
  }

  /**
   * Calls `work` with a model that stays loaded until it has settled: the one at `path` with its adapter, which is loaded
   * if need be, or the default one. Throws `outOfMemory` when there is no room for both, or as a load does.
   */
  async use<T>(path: string | undefined, work: (model: ModelInfo) => Promise<T>): Promise<T> {
    const held = await this.#enter(path === undefined ? this.#default.choice : this.#choiceOf(path));
    try {
      return await work(await held.info);
    } catch (error) {
      const tokens = contextThereIs(error);
      if (tokens !== undefined) {
        this.options.onLimited(await held.limitChat(tokens));
      }
      throw error;
    } finally {
      held.leave();
    }
  }

  /** Makes the model at `path` the default one. The old one answers until it is loaded, and then goes. */
  async replaceDefault(path: string): Promise<ModelInfo> {
    const held = await this.#enter(this.#choiceOf(path));
    try {
      const info = await held.info;
      const old = this.#default;
      if (held !== old) {
        this.#default = held;
        this.#further = this.#further === held ? undefined : this.#further;
        void old.unused().then(() => this.#unload(old));
      }
      return info;
    } finally {
      held.leave();
    }
  }

  #choiceOf(path: string): ModelChoice {
    return { path, adapter: this.options.adapterOf(path) };
  }

  /** Counts one more user of a model; what is under way is not interrupted for it. */
  async #enter(choice: ModelChoice): Promise<Held> {
    for (;;) {
      const loaded = [this.#default, this.#further].find((one) => one?.is(choice) === true);
      const further = this.#further;
      if (loaded === undefined && further?.isUsed === true) {
        await further.unused();
        continue;
      }
      const held = loaded ?? this.#loadFurther(choice);
      held.enter();
      return held;
    }
  }

  #loadFurther(choice: ModelChoice): Held {
    const before = this.#further;
    const info = (async () => {
      if (before !== undefined) {
        await this.#unload(before);
      }
      return this.#load(choice);
    })();
    const held = new Held(choice, info);
    this.#further = held;
    info.catch(() => {
      // The next call tries again: the file may have been mended.
      this.#further = this.#further === held ? undefined : this.#further;
    });
    return held;
  }

  async #load({ path, adapter }: ModelChoice): Promise<ModelInfo> {
    const { fileBytes } = await this.#default.info;
    const bytes = (await sizeOf(path)) + (adapter === undefined ? 0 : await sizeOf(adapter.path));
    if (fileBytes + bytes > this.options.memoryBytes * MEMORY_SHARE) {
      throw new EngineError('outOfMemory', `There is no room for ${path} beside the model that is loaded.`);
    }
    const handle = `model ${++this.#handles}`;
    const info = await this.engine.request('model/load', { handle, path, adapter });
    this.options.onLoaded(path);
    return info;
  }

  /** A model that could not be loaded, or whose engine is gone, needs no unloading. */
  async #unload({ info }: Held): Promise<void> {
    try {
      const { handle } = await info;
      await this.engine.request('model/unload', { handle });
    } catch {
      // The engine that ended has told everyone who waits for an answer.
    }
  }
}

function keyOf({ path, adapter }: ModelChoice): string {
  return JSON.stringify([path, adapter?.path, adapter?.scale]);
}

/** A file that can't be read has no size here: the engine says what is wrong with it. */
async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch {
    return 0;
  }
}
