import { type AdapterFacts } from '../../models/adapters/checkAdapterFile.ts';
import { fileVersion } from '../../models/fileVersion.ts';
import { type ModelFacts } from '../../models/modelFacts.ts';
import { checkAdapterInThread, readModelFacts } from '../../models/readModelFacts.ts';

/** What is known of a file, or why it is refused. */
export type FactsOrProblem =
  | { readonly kind: 'facts'; readonly facts: ModelFacts }
  | { readonly kind: 'problem'; readonly error: unknown };

interface Known {
  /** Changes with the file. */
  readonly version: string;
  readonly result: Promise<FactsOrProblem>;
}

/** Reads what model files say of themselves, each once as long as it stays the same, one after the other. */
export class FactsReader {
  readonly #known = new Map<string, Known>();
  #last: Promise<unknown> = Promise.resolve();

  /** @param program what checks a model file, in a thread: see readModelFacts.ts */
  constructor(private readonly program: string) {}

  async read(file: string): Promise<FactsOrProblem> {
    const version = (await fileVersion(file)) ?? 'gone';
    const known = this.#known.get(file);
    if (known?.version === version) {
      return known.result;
    }
    const result = this.#last.then(() => this.#read(file));
    this.#last = result;
    this.#known.set(file, { version, result });
    return result;
  }

  /** Checks an adapter against a model; rejects with an `AdapterError` or, for the model, a `ModelFileError`. */
  checkAdapter(model: string, adapter: string): Promise<AdapterFacts> {
    return checkAdapterInThread(this.program, model, adapter);
  }

  async #read(file: string): Promise<FactsOrProblem> {
    try {
      return { kind: 'facts', facts: await readModelFacts(this.program, file) };
    } catch (error) {
      return { kind: 'problem', error };
    }
  }
}
