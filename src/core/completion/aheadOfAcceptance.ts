import { type Clock } from './clock.ts';
import { type DocumentContext } from './documentContext.ts';
import { type GenerationRun } from './generationRun.ts';

/**
 * How long a suggestion is shown before anything beyond it is written. Nobody reads and accepts one in less, and whoever
 * types on without a look at it costs nothing.
 */
export const AHEAD_WAIT_MS = 200;

/** No suggestion is longer. */
const NEAR_CHARACTERS = 1000;

/** The document as it is once a suggestion is accepted whole. */
export function afterAccepting(
  document: DocumentContext,
  { text, replaceLength }: { readonly text: string; readonly replaceLength: number },
): DocumentContext {
  return {
    ...document,
    prefix: document.prefix + text,
    suffix: document.suffix.slice(replaceLength),
  };
}

/** Starts the run at once, or finds that it is not the time for one, or not any more by the signal. */
type StartAhead = (signal: AbortSignal) => Promise<GenerationRun | undefined>;

interface Pending {
  readonly document: DocumentContext;
  readonly waiting: AbortController;
  run?: GenerationRun | undefined;
}

/**
 * What would follow the suggestion that is shown, if that is accepted: written while somebody looks at it, one at a time,
 * and given up for whatever somebody asks for.
 */
export class AheadOfAcceptance {
  #pending: Pending | undefined;

  constructor(private readonly clock: Clock) {}

  /** Whether something is being written, or is about to be, that begins near this cursor: its prompt is much the same. */
  isAt({ documentId, prefix }: DocumentContext): boolean {
    const ahead = this.#pending?.document;
    return (
      ahead?.documentId === documentId &&
      ahead.prefix.startsWith(prefix) &&
      ahead.prefix.length - prefix.length < NEAR_CHARACTERS
    );
  }

  /**
   * Begins a run for this state of the document, in a moment; goes on with one that has begun for the same, as when somebody
   * types along with the suggestion.
   */
  begin(document: DocumentContext, start: StartAhead): void {
    if (this.#pending !== undefined && isSamePlace(this.#pending.document, document)) {
      return;
    }
    this.giveUp();
    const pending: Pending = { document, waiting: new AbortController() };
    this.#pending = pending;
    const settled = (): void => {
      if (this.#pending === pending) {
        this.#pending = undefined;
      }
    };
    this.#run(pending, start).then(settled, settled);
  }

  /** Ends it, unless somebody has taken this run over: then it is theirs. */
  giveUp(takenOver?: GenerationRun): void {
    const pending = this.#pending;
    this.#pending = undefined;
    pending?.waiting.abort();
    if (pending?.run !== takenOver) {
      pending?.run?.abort();
    }
  }

  async #run(pending: Pending, start: StartAhead): Promise<void> {
    const { signal } = pending.waiting;
    await this.clock.delay(AHEAD_WAIT_MS, signal);
    const run = signal.aborted ? undefined : await start(signal);
    pending.run = run;
    await run?.finished;
  }
}

function isSamePlace(one: DocumentContext, other: DocumentContext): boolean {
  return one.documentId === other.documentId && one.prefix === other.prefix && one.suffix === other.suffix;
}
