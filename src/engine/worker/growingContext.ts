import { smallerContext } from '../smallerContext.ts';
import { type NativeModel, type NativeSequence, type SequenceOptions } from './nativeRuntime.ts';

/** A context that is to hold no more than is needed holds a multiple of this. */
const STEP_TOKENS = 256;

interface OpenContext {
  readonly contextTokens: number;
  readonly sequence: Promise<NativeSequence>;
}

/** What a context may become. */
export interface ContextSizes {
  /** What it begins with. */
  readonly first: number;
  readonly most: number;
  readonly options: Omit<SequenceOptions, 'contextTokens'>;
}

/**
 * One KV cache that is made anew, larger, when a prompt needs more room. Where there is no memory for that, the largest
 * there is memory for takes its place, and is the limit from then on.
 */
export class GrowingContext {
  #open: OpenContext | undefined;
  #most: number;

  constructor(
    private readonly model: Pick<NativeModel, 'createSequence'>,
    private readonly sizes: ContextSizes,
  ) {
    this.#most = sizes.most;
  }

  /**
   * The cache, with room for so many tokens. Throws `outOfMemory`: with the tokens that there is room for
   * (`contextThereIs`) when it can't grow, without them when there is room for none.
   */
  holding(tokens = 0): Promise<NativeSequence> {
    const open = this.#open;
    if (open !== undefined && open.contextTokens >= tokens) {
      return open.sequence;
    }
    if (tokens > this.#most) {
      return Promise.reject(smallerContext(this.#most, 'it was tried before.'));
    }
    return this.#grow(tokens, Math.min(this.#most, open?.contextTokens ?? this.sizes.first));
  }

  /** Frees the memory; the next request makes the cache anew. */
  async close(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    // One that could not be made has told its caller so.
    const sequence = await open?.sequence.catch(() => undefined);
    await sequence?.dispose();
  }

  async #grow(tokens: number, least: number): Promise<NativeSequence> {
    // A chat that grows by single turns must not be read anew at each of them.
    const wanted = Math.min(this.#most, doubled(least, tokens));
    const [first = wanted, ...smaller] = candidates(wanted, tokens, least);
    try {
      return await this.#make(first);
    } catch (error) {
      return await this.#fallBack(smaller, tokens, error);
    }
  }

  async #fallBack(sizes: readonly number[], tokens: number, cause: unknown): Promise<NativeSequence> {
    for (const contextTokens of sizes) {
      // Nothing else tells how much memory there is.
      const sequence = await this.#make(contextTokens).catch(() => undefined);
      if (sequence !== undefined) {
        this.#most = contextTokens;
        if (contextTokens < tokens) {
          throw smallerContext(contextTokens, String(cause));
        }
        return sequence;
      }
    }
    throw cause;
  }

  #make(contextTokens: number): Promise<NativeSequence> {
    const { options } = this.sizes;
    // One after the other: both at once could be more than the memory holds.
    const sequence = this.close().then(() => this.model.createSequence({ contextTokens, ...options }));
    const open = { contextTokens, sequence };
    this.#open = open;
    sequence.catch(() => {
      // The caller gets the error; the next request tries again.
      this.#open = this.#open === open ? undefined : this.#open;
    });
    return sequence;
  }
}

/** Sizes to try, the largest first: what is wanted, what is needed, and then ever less, down to what there was. */
function candidates(wanted: number, tokens: number, least: number): readonly number[] {
  const needed = Math.ceil(tokens / STEP_TOKENS) * STEP_TOKENS;
  const halves: number[] = [];
  for (let size = Math.floor(wanted / 2); size > least; size = Math.floor(size / 2)) {
    halves.push(size);
  }
  const sizes = [wanted, needed, ...halves, least].filter((size) => size >= least && size <= wanted);
  return [...new Set(sizes)].sort((a, b) => b - a);
}

function doubled(least: number, tokens: number): number {
  let room = least;
  while (room < tokens) {
    room *= 2;
  }
  return room;
}
