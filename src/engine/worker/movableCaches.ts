import { type TokenId } from './nativeRuntime.ts';
import { type TokenRange } from './readGaps.ts';

/**
 * Architectures with nothing but rotary positions, of which llama.cpp turns the keys anew when tokens before them are
 * taken out. Not among them: positions of several dimensions, with which it ends the process; learnt positions; caches of
 * less than the whole context.
 */
const MOVABLE = new Set(['openelm', 'llama', 'qwen2', 'qwen3']);

/** What the library's sequences have of it. */
interface LibrarySequence {
  readonly nextTokenIndex: number;
  readonly contextTokens: readonly TokenId[];
  /** Its cache can't be taken back to its beginning by dropping what follows. */
  readonly needsCheckpoints: boolean;
  eraseContextTokenRanges(ranges: TokenRange[]): Promise<void>;
  evaluateWithoutGeneratingNewTokens(tokens: TokenId[]): Promise<void>;
}

/** Takes ranges out of the cache of a sequence; undefined where what follows can't be moved to their place. */
export function leavingOut(
  sequence: LibrarySequence,
  architecture: string | undefined,
): ((gaps: readonly TokenRange[]) => Promise<void>) | undefined {
  if (sequence.needsCheckpoints || architecture === undefined || !MOVABLE.has(architecture)) {
    return undefined;
  }
  return async (gaps) => {
    const [last] = sequence.contextTokens.slice(-1);
    if (gaps.length === 0 || last === undefined) {
      return;
    }
    const end = sequence.nextTokenIndex;
    await sequence.eraseContextTokenRanges([...gaps, { start: end - 1, end }]);
    // The keys are turned with the next evaluation; a state that is written to a file before would have them as they were.
    await sequence.evaluateWithoutGeneratingNewTokens([last]);
  };
}
