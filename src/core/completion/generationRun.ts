import { type Clock } from './clock.ts';
import { type AskedModel, type AskedRequest } from './askedModel.ts';
import { type CompletionEngine, type GenerationCost, type TextPiece } from './completionEngine.ts';
import { type DocumentContext } from './documentContext.ts';
import { type StopRule } from './stopRules.ts';
import { SureText, type SurePart } from './sureText.ts';

/** VS Code cancels a request before it makes the next one; until then the generation may still be of use. */
const ADOPTION_MS = 150;

/** What a generation came to. */
export interface GeneratedText {
  /** As much of the text as may be shown. */
  readonly sure: SurePart;
  readonly cost: GenerationCost;
  readonly asked: AskedModel;
}

/**
 * One generation and those who wait for it.
 *
 * It ends early when the stop rules are satisfied, and is aborted when the last waiter has left and no other request
 * has taken it over for a moment.
 */
export class GenerationRun {
  /** The finished text; undefined when it was aborted before it was complete. */
  readonly finished: Promise<GeneratedText | undefined>;
  readonly #abort = new AbortController();
  #leaving = new AbortController();
  #waiters = 0;
  #complete = false;
  #isAside = false;
  #startedAt = 0;
  /** Whether the text so far is of no use to who waits now. */
  #contradicts: (() => boolean) | undefined;
  #isContradicted = false;

  constructor(
    /** The document the text is generated for. */
    readonly document: DocumentContext,
    private readonly stop: StopRule,
    private readonly clock: Clock,
    /** Empty yet. */
    private readonly written = new SureText(0),
  ) {
    this.finished = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    // Nobody may be waiting any more when it fails.
    this.finished.catch(() => undefined);
  }

  #settle!: { resolve: (text: GeneratedText | undefined) => void; reject: (error: unknown) => void };

  get textSoFar(): string {
    return this.written.text;
  }

  /** How sure the model must be of what is shown; 0 to 1. */
  get threshold(): number {
    return this.written.threshold;
  }

  /**
   * Whether it is somebody's turn to ask anew where it was aborted: what was begun for nobody is given up for somebody, a
   * chat, say, and what goes on otherwise than was typed meanwhile is of no use.
   */
  get isGivenUp(): boolean {
    return this.#isAside || this.#isContradicted;
  }

  get isAborted(): boolean {
    return this.#abort.signal.aborted && !this.#complete;
  }

  /** Starts the engine's work; called once. */
  start(engine: CompletionEngine, request: AskedRequest): void {
    this.#isAside = request.isAside === true;
    this.#startedAt = this.clock.now();
    engine
      .generate(request, this.#abort.signal, (piece) => {
        this.#take(piece);
      })
      .then(
        (cost) => {
          // Superseded in the engine: what came so far is no whole suggestion.
          const isPart = cost.isAborted && !this.#complete;
          this.#settle.resolve(this.isAborted || isPart ? undefined : this.#result(cost, request));
        },
        (error: unknown) => {
          if (this.isAborted || this.#isAside) {
            this.#settle.resolve(undefined);
          } else {
            this.#settle.reject(error);
          }
        },
      );
  }

  /** Somebody takes it over for another state of the document, who has no use for it once `contradicts` says so. */
  serve(contradicts: () => boolean): void {
    this.#contradicts = contradicts;
  }

  /** Waits for the end, or for the signal: then undefined. */
  async wait(signal: AbortSignal): Promise<GeneratedText | undefined> {
    this.#waiters++;
    this.#leaving.abort();
    this.#leaving = new AbortController();
    try {
      return await Promise.race([this.finished, untilAborted(signal)]);
    } finally {
      this.#waiters--;
      if (this.#waiters === 0 && signal.aborted) {
        void this.#abortUnlessAdopted(this.#leaving.signal);
      }
    }
  }

  /** Ends the engine's work now: another document state made it useless. */
  abort(): void {
    this.#abort.abort();
  }

  #take(piece: TextPiece): void {
    if (this.#abort.signal.aborted) {
      return;
    }
    const isSure = this.written.push(piece) === 'continue';
    if (this.#contradicts?.() === true) {
      this.#isContradicted = true;
      this.#abort.abort();
      return;
    }
    if (this.stop.push(piece.text, isSure) === 'stop') {
      this.#complete = true;
      this.#abort.abort();
    }
  }

  #result(cost: GenerationCost, request: AskedRequest): GeneratedText {
    const sure = this.written.part();
    // What the stop rules ended is whole, even if the limit was reached before the engine heard of it.
    return {
      sure,
      cost: { ...cost, isCut: cost.isCut && !this.#complete },
      asked: {
        ...{ ...request, document: this.document, startedAt: this.#startedAt },
        ...{ threshold: this.threshold, written: this.written.text, sure },
      },
    };
  }

  async #abortUnlessAdopted(adopted: AbortSignal): Promise<void> {
    await this.clock.delay(ADOPTION_MS, adopted);
    if (!adopted.aborted) {
      this.abort();
    }
  }
}

function untilAborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve(undefined);
    }
    signal.addEventListener(
      'abort',
      () => {
        resolve(undefined);
      },
      { once: true },
    );
  });
}
