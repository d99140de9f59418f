import { type SequenceState, type TokenId } from './nativeRuntime.ts';

/** What the library's sequences have of it. */
interface LibrarySequence {
  readonly contextTokens: readonly TokenId[];
  /** Its cache can't be taken back to its beginning by dropping what follows. */
  readonly needsCheckpoints: boolean;
  saveStateToFile(file: string): Promise<unknown>;
  loadStateFromFile(file: string, acceptRisk: { acceptRisk: true }): Promise<void>;
}

/** The cache of a sequence as a file; undefined where it is of use as a whole only, and a prompt never goes on from all of it. */
export function sequenceState(sequence: LibrarySequence): SequenceState | undefined {
  if (sequence.needsCheckpoints) {
    return undefined;
  }
  return {
    tokens: () => sequence.contextTokens,
    save: async (file) => {
      await sequence.saveStateToFile(file);
    },
    // Whoever hands a file over has checked that it is one of ours, byte for byte.
    load: (file) => sequence.loadStateFromFile(file, { acceptRisk: true }),
  };
}
