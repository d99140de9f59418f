import { type Clock } from '../../src/core/completion/clock.ts';
import {
  type CompletionEngine,
  type CompletionRequest,
  type GenerationCost,
  type ModelProfile,
  type TextPiece,
} from '../../src/core/completion/completionEngine.ts';
import { type DocumentContext } from '../../src/core/completion/documentContext.ts';

/** Of every generation of a scripted engine that nothing ended before its time. */
export const COST: GenerationCost = {
  promptTokens: 10,
  reusedTokens: 0,
  generatedTokens: 5,
  isCut: false,
  isAborted: false,
  firstTokenMs: 1,
  totalMs: 2,
};

/** A generation that the test drives by hand. */
export interface DrivenGeneration {
  readonly request: CompletionRequest;
  readonly signal: AbortSignal;
  write(text: string): void;
  end(): void;
  fail(error: Error): void;
}

/** An engine whose generations the test drives, or which answers at once with `answer`. */
export class ScriptedEngine implements CompletionEngine {
  readonly generations: DrivenGeneration[] = [];
  /** Whether every generation is ended by its limit. */
  isCut = false;
  /** What it would be shown next, as it was told last. */
  shown: DocumentContext | undefined;
  /** That each piece of text is given. */
  probability = 0.97;
  model: ModelProfile = {
    fillInTheMiddle: 'no',
    fileHeader: 'comment',
    contextTokens: 512,
    charactersPerToken: 3,
    prefillSpeed: 5000,
    decodeSpeed: 200,
  };

  constructor(private readonly answer?: string | ((request: CompletionRequest) => string)) {}

  profile(document?: DocumentContext): Promise<ModelProfile> {
    this.shown = document;
    return Promise.resolve(this.model);
  }

  generate(
    request: CompletionRequest,
    signal: AbortSignal,
    onText: (piece: TextPiece) => void,
  ): Promise<GenerationCost> {
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => {
        resolve(COST);
      });
      const generation: DrivenGeneration = {
        request,
        signal,
        write: (text) => {
          onText({ text, tokens: 1, logProbability: Math.log(this.probability) });
        },
        end: () => {
          resolve({ ...COST, isCut: this.isCut });
        },
        fail: reject,
      };
      this.generations.push(generation);
      if (this.answer !== undefined) {
        generation.write(typeof this.answer === 'string' ? this.answer : this.answer(request));
        generation.end();
      }
    });
  }
}

/** A clock that stands still until the test moves it. */
export class HandClock implements Clock {
  #now = 0;
  readonly #waiting = new Set<{ at: number; wake: () => void }>();

  now(): number {
    return this.#now;
  }

  delay(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const waiter = {
        at: this.#now + ms,
        wake: () => {
          this.#waiting.delete(waiter);
          resolve();
        },
      };
      if (ms <= 0 || signal.aborted) {
        resolve();
      } else {
        this.#waiting.add(waiter);
        signal.addEventListener('abort', waiter.wake, { once: true });
      }
    });
  }

  /** Lets time pass, and everything that waited for it run. */
  async advance(ms: number): Promise<void> {
    this.#now += ms;
    for (const { at, wake } of [...this.#waiting]) {
      if (at <= this.#now) {
        wake();
      }
    }
    await settle();
  }
}

/** Lets every promise that can settle do so. */
export async function settle(): Promise<void> {
  await new Promise<void>((resolve) => {
    setImmediate(resolve);
  });
}
