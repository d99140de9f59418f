import { commonLength } from '../commonLength.ts';
import { type AskedRequest } from './askedModel.ts';
import { type CompletionEngine, type ModelProfile } from './completionEngine.ts';
import { type DocumentContext } from './documentContext.ts';
import { type Prompt } from './prompt.ts';

/** Fewer characters are read with the first key in no time. */
const WORTH_CHARACTERS = 200;
/** The first prompt of a model tells how fast it reads, and how long the next one may be. */
const MOST_PASSES = 2;

/** What the prompt at a place is made with. */
export interface PlaceToRead {
  readonly request: (model: ModelProfile) => AskedRequest;
  /** Whether what other texts have for it is known: they stand at its beginning, and would have it all read again. */
  readonly isComplete: () => boolean;
  readonly document: DocumentContext;
}

/** Has the engine read the prompt of a place before anybody asks there, as far as it has not read the same already. */
export class Prewarmer {
  #abort = new AbortController();
  /** What the engine's cache begins with, as far as it is known. */
  #read = '';

  constructor(private readonly engine: CompletionEngine) {}

  /** The engine reads this prompt for somebody. */
  note(prompt: Prompt): void {
    this.#read = readingOf(prompt);
  }

  /** Ends what is being read. What was read of it stays read. */
  giveUp(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
  }

  /** Nothing is known of what the engine has read, nor kept of it. */
  forget(): void {
    this.giveUp();
    this.#read = '';
  }

  /** Settles when it is read, or was given up. Throws what the engine throws. */
  async read(place: PlaceToRead): Promise<void> {
    this.giveUp();
    const { signal } = this.#abort;
    const isOver = (): boolean => signal.aborted;
    for (let pass = 0; pass < MOST_PASSES && this.engine.isFree !== false; pass++) {
      const model = await this.engine.profile(place.document);
      if (isOver()) {
        return;
      }
      const request = place.request(model);
      const reading = readingOf(request.prompt);
      if (!place.isComplete() || reading.length - commonLength(reading, this.#read) < WORTH_CHARACTERS) {
        return;
      }
      const aside = { ...request, onlyReads: true, isAside: true };
      // Until all of it is read nothing is known; a request that comes meanwhile says what it reads.
      this.#read = '';
      const { isAborted } = await this.engine.generate(aside, signal, () => undefined);
      if (isAborted || isOver()) {
        return;
      }
      this.#read = reading;
    }
  }
}

/** What of a prompt stays the same when a key is typed, in the order in which it is read. */
function readingOf(prompt: Prompt): string {
  const { neighbours = [], file = '' } = prompt;
  const before = [...neighbours.flatMap((one) => [one.file ?? '', one.text]), file];
  const own =
    prompt.kind === 'plain'
      ? [prompt.text]
      : [prompt.order === 'suffixFirst' ? prompt.suffix : '', prompt.header, prompt.prefix];
  return [...before, ...own].join('\0');
}
