import { commonLength } from '../../core/commonLength.ts';
import { type KeptStates } from './keptStates.ts';
import { type NativeSequence, type SequenceState, type TokenId } from './nativeRuntime.ts';
import { type PriorityLock } from './priorityLock.ts';

/** Reading fewer tokens costs less than what it takes to spare it. */
const WORTH_TOKENS = 128;
/** Nobody is typing then. */
const IDLE_MS = 2000;

export interface KeptReadingTools {
  /** Undefined where nothing is kept. */
  readonly states: () => KeptStates | undefined;
  /** A state fits nothing else. */
  readonly identity: string;
  readonly bytesPerToken: number;
  readonly lock: Pick<PriorityLock, 'run'>;
  readonly idleMs?: number | undefined;
}

/** What is in the cache, and whose it is. */
interface Live {
  readonly group: string;
  readonly state: SequenceState;
}

/**
 * Keeps what one KV cache has read of documents, when nobody has asked for a moment, and brings it back when a prompt
 * begins like it.
 */
export class KeptReading {
  #live: Live | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(private readonly tools: KeptReadingTools) {}

  /**
   * As the sequence's own, from a kept state where that begins more like the tokens; only called while nobody else uses the
   * cache. Without a group nothing of it may be kept.
   */
  async reuse(
    sequence: NativeSequence,
    tokens: readonly TokenId[],
    group: string | undefined,
  ): Promise<number> {
    await this.#saveLeft(tokens, group);
    this.drop();
    const { state } = sequence;
    if (group === undefined || state === undefined || this.#isClosed) {
      return sequence.reuse(tokens);
    }
    const least = commonLength(state.tokens(), tokens) + WORTH_TOKENS;
    if (least <= tokens.length) {
      await this.tools.states()?.recall(this.tools.identity, tokens, least, (file) => state.load(file));
    }
    const reused = await sequence.reuse(tokens);
    // Only now is there nothing of another document in it.
    this.#live = { group, state };
    return reused;
  }

  /** From now on counts the time in which nobody asks. */
  rest(): void {
    clearTimeout(this.#timer);
    if (this.#live !== undefined && this.tools.states()?.isWritable === true) {
      this.#timer = setTimeout(() => void this.#save(), this.tools.idleMs ?? IDLE_MS);
      this.#timer.unref();
    }
  }

  /** What is in the cache is no document's, or shall not be kept. */
  drop(): void {
    clearTimeout(this.#timer);
    this.#live = undefined;
  }

  /** For good. */
  close(): void {
    this.#isClosed = true;
    this.drop();
  }

  /** What another document takes the place of is worth keeping then and there: who went there often comes back. */
  async #saveLeft(tokens: readonly TokenId[], group: string | undefined): Promise<void> {
    const live = this.#live;
    const states = this.tools.states();
    if (live === undefined || live.group === group || states?.isWritable !== true) {
      return;
    }
    const read = live.state.tokens();
    const isLost = read.length - commonLength(read, tokens) >= WORTH_TOKENS;
    if (isLost && (await this.#isWorthIt(live, states))) {
      const name = { identity: this.tools.identity, group: live.group };
      await states.save(name, (file) => this.#write(live.state, file));
    }
  }

  async #save(): Promise<void> {
    const live = this.#live;
    const states = this.tools.states();
    if (live === undefined || states === undefined || !(await this.#isWorthIt(live, states))) {
      return;
    }
    await states.save({ identity: this.tools.identity, group: live.group }, (file) =>
      // Whatever somebody waits for goes first.
      this.tools.lock.run('chat', new AbortController().signal, async () => {
        if (this.#live !== live) {
          return undefined;
        }
        return this.#write(live.state, file);
      }),
    );
  }

  async #write(state: SequenceState, file: string): Promise<readonly TokenId[] | undefined> {
    const tokens = state.tokens();
    try {
      await state.save(file);
      return tokens;
    } catch (error) {
      // A model that is unloaded meanwhile says nothing about the disk.
      if (this.#isClosed) {
        return undefined;
      }
      throw error;
    }
  }

  async #isWorthIt({ group, state }: Live, states: KeptStates): Promise<boolean> {
    const tokens = state.tokens();
    const kept = await states.tokensOf({ identity: this.tools.identity, group });
    return (
      tokens.length - commonLength(tokens, kept) >= WORTH_TOKENS &&
      tokens.length * this.tools.bytesPerToken <= states.largestBytes
    );
  }
}
