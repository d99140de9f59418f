import { type ChatEngine, type ChatRequest, type ChatResult } from '../chatEngine.ts';
import { RepetitionWatch } from './repetitionWatch.ts';

/** Where watched text goes. */
export interface WatchedListener {
  onText(chunk: { readonly text: string; readonly tokens: number }): void;
  /**
   * The whole text anew, once the model has repeated itself: with what was repeated once. A listener that can't take back what
   * it was given leaves this out; it gets no text that repeats what is before it until that is clear.
   */
  onCut?(text: string): void;
}

/** What became of it. `repetition`: the model repeated itself, and would have gone on. */
export interface WatchedResult extends Omit<ChatResult, 'endedBy'> {
  readonly endedBy: ChatResult['endedBy'] | 'repetition';
}

/** Generates, and stops when the model repeats itself without end. `textSoFar` is what it goes on with. */
export async function generateWatched(
  engine: ChatEngine,
  { textSoFar = '', ...request }: ChatRequest & { readonly textSoFar?: string },
  signal: AbortSignal,
  listener: WatchedListener,
): Promise<WatchedResult> {
  const stop = new AbortController();
  const text = new WatchedText(textSoFar, listener);
  const result = await engine.generate(request, AbortSignal.any([signal, stop.signal]), (chunk) => {
    if (!signal.aborted && !stop.signal.aborted && !text.push(chunk)) {
      stop.abort();
    }
  });
  if (stop.signal.aborted) {
    return { ...result, endedBy: signal.aborted ? 'aborted' : 'repetition' };
  }
  text.finish();
  return result;
}

class WatchedText {
  readonly #watch = new RepetitionWatch();
  #text: string;
  /** Length of what the listener has. */
  #given: number;
  #tokens = 0;

  constructor(
    textSoFar: string,
    private readonly listener: WatchedListener,
  ) {
    this.#text = textSoFar;
    this.#given = textSoFar.length;
    this.#watch.push(textSoFar);
  }

  /** Returns whether more is wanted. */
  push({ text, tokens }: { readonly text: string; readonly tokens: number }): boolean {
    this.#text += text;
    this.#tokens += tokens;
    this.#watch.push(text);
    const { keptLength, safeLength } = this.#watch;
    if (keptLength === undefined) {
      this.#give(this.listener.onCut === undefined ? safeLength : this.#text.length);
      return true;
    }
    this.#give(safeLength);
    this.#countTokens();
    this.listener.onCut?.(this.#text.slice(0, wholeCharacters(this.#text, keptLength)).trimEnd());
    return false;
  }

  /** Gives what was held: it was no endless repetition. */
  finish(): void {
    this.#give(this.#text.length);
    this.#countTokens();
  }

  #give(length: number): void {
    const text = this.#text.slice(this.#given, wholeCharacters(this.#text, length));
    if (text !== '') {
      this.#pass(text);
    }
  }

  /** Those of text that was not given, or of none. */
  #countTokens(): void {
    if (this.#tokens > 0) {
      this.#pass('');
    }
  }

  #pass(text: string): void {
    const tokens = this.#tokens;
    this.#given += text.length;
    this.#tokens = 0;
    this.listener.onText({ text, tokens });
  }
}

/** A length that ends within no pair of surrogates. */
function wholeCharacters(text: string, length: number): number {
  const isSplit = /^[\u{10000}-\u{10FFFF}]/u.test(text.slice(length - 1, length + 1));
  return isSplit ? length - 1 : length;
}
