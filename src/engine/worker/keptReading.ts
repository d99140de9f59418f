import { commonLength } from '../../core/commonLength.ts';
import { type KeptStates, type StateName } from './keptStates.ts';
import { type NativeSequence, type SequenceState, type TokenId } from './nativeRuntime.ts';
import { type PriorityLock } from './priorityLock.ts';
import { readGaps } from './readGaps.ts';

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
  /** What stands before a text that the model wrote in the middle of another one; undefined where it never does. */
  readonly middle?: TokenId | undefined;
  readonly idleMs?: number | undefined;
}

/** What is in the cache, and whose it is. */
interface Live {
  readonly group: string;
  readonly state: SequenceState;
}

/**
 * Spares reading anew. Of the same document what was read is moved to where it stands in the prompt now, since what
 * begins with another line of it leaves out some and goes on as before. Keeps on the disk what one KV cache has read of
 * documents, when nobody has asked for a moment, and brings it back when a prompt begins like it.
 */
export class KeptReading {
  /** Who has read last, whether or not that may be kept. */
  #reader: Live | undefined;
  #live: Live | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(private readonly tools: KeptReadingTools) {}

  /**
   * As the sequence's own, from a kept state where that begins more like the tokens; only called while nobody else uses the
   * cache. What another group has read there is kept first.
   *
   * @param mayKeep whether anything of this group may be kept, now or before
   */
  async reuse(
    sequence: NativeSequence,
    tokens: readonly TokenId[],
    group: string,
    mayKeep: boolean,
  ): Promise<number> {
    const { state } = sequence;
    // Of a context that has grown the cache is another one.
    if (this.#live !== undefined && this.#live.group !== group && this.#live.state === state) {
      await this.#saveLeft(this.#live, tokens);
    }
    const isReader = this.#reader?.group === group && this.#reader.state === state;
    this.drop();
    if (state === undefined || this.#isClosed) {
      return sequence.reuse(tokens);
    }
    if (isReader) {
      await sequence.leaveOut?.(readGaps(this.#textRead(state), tokens));
    }
    if (mayKeep) {
      await this.#recall(state, tokens);
    }
    const reused = await sequence.reuse(tokens);
    // Only now is there nothing of another document in it.
    this.#reader = { group, state };
    this.#live = mayKeep ? this.#reader : undefined;
    return reused;
  }

  async #recall(state: SequenceState, tokens: readonly TokenId[]): Promise<void> {
    const least = commonLength(state.tokens(), tokens) + WORTH_TOKENS;
    if (least <= tokens.length) {
      await this.tools.states()?.recall(this.tools.identity, tokens, least, (file) => state.load(file));
    }
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
    this.#reader = undefined;
  }

  /** For good. */
  close(): void {
    this.#isClosed = true;
    this.drop();
  }

  /** What the model wrote itself in a middle was written before another end. */
  #textRead(state: SequenceState): readonly TokenId[] {
    const { middle } = this.tools;
    const tokens = state.tokens();
    const at = middle === undefined ? -1 : tokens.indexOf(middle);
    return at === -1 ? tokens : tokens.slice(0, at);
  }

  /** Who went from one document to another often comes back before anybody has rested. */
  async #saveLeft(live: Live, tokens: readonly TokenId[]): Promise<void> {
    const states = this.tools.states();
    const read = live.state.tokens();
    const isLost = read.length - commonLength(read, tokens) >= WORTH_TOKENS;
    if (isLost && states?.isWritable === true && (await this.#isWorthIt(live, states))) {
      await states.save(this.#nameOf(live), (file) => this.#writeIfLive(live, file));
    }
  }

  async #save(): Promise<void> {
    const live = this.#live;
    const states = this.tools.states();
    if (live === undefined || states === undefined || !(await this.#isWorthIt(live, states))) {
      return;
    }
    await states.save(this.#nameOf(live), (file) =>
      // Whatever somebody waits for goes first.
      this.tools.lock.run('chat', new AbortController().signal, () => this.#writeIfLive(live, file)),
    );
  }

  /** Undefined where something else is in the cache by now, or nothing of it shall be kept any more. */
  async #writeIfLive(live: Live, file: string): Promise<readonly TokenId[] | undefined> {
    if (this.#live !== live) {
      return undefined;
    }
    const { state } = live;
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

  async #isWorthIt(live: Live, states: KeptStates): Promise<boolean> {
    const tokens = live.state.tokens();
    const kept = await states.tokensOf(this.#nameOf(live));
    return (
      tokens.length - commonLength(tokens, kept) >= WORTH_TOKENS &&
      tokens.length * this.tools.bytesPerToken <= states.largestBytes
    );
  }

  #nameOf({ group }: Live): StateName {
    return { identity: this.tools.identity, group };
  }
}
