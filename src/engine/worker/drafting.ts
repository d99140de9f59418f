import { type TokenRange } from './readGaps.ts';
import { type Drafting } from './nativeRuntime.ts';

/** What the library's sequences have of it. */
interface LibrarySequence {
  readonly nextTokenIndex: number;
  /** Its cache can't be taken back to where it was by dropping what follows. */
  readonly needsCheckpoints: boolean;
  eraseContextTokenRanges(ranges: TokenRange[]): Promise<void>;
}

/** Drafts on a sequence; undefined where what was read of a wrong one can't be dropped. */
export function draftingOn(
  sequence: LibrarySequence,
  likelyAfterEach: Drafting['likelyAfterEach'],
): Drafting | undefined {
  if (sequence.needsCheckpoints) {
    return undefined;
  }
  return {
    likelyAfterEach,
    drop: async (count) => {
      const end = sequence.nextTokenIndex;
      await sequence.eraseContextTokenRanges(count === 0 ? [] : [{ start: end - count, end }]);
    },
  };
}
