import { type NeighbourOrigin } from './neighbour.ts';
import { termsOf, type TermCounts } from './terms.ts';
import { textChunks, type TextChunk } from './textChunks.ts';

/** A chunk that can be searched. */
export interface IndexedChunk extends TextChunk {
  readonly terms: TermCounts;
  /** Terms in all. */
  readonly length: number;
}

/** A text that may help elsewhere, with its chunks. */
export interface IndexedText {
  readonly path: string;
  readonly languageId: string;
  readonly origin: NeighbourOrigin;
  /** When somebody last was there, in milliseconds; the same clock as `now` of the ranking. */
  readonly seenAt: number;
  readonly chunks: readonly IndexedChunk[];
  /** Whether it is the document itself that is completed. */
  readonly isOwn?: boolean;
}

/** The chunks of a whole text, ready to be searched; the costly part, done once for each version of a text. */
export function indexChunks(text: string): readonly IndexedChunk[] {
  return textChunks(text).map(indexChunk);
}

/** One chunk, ready to be searched. */
export function indexChunk(chunk: TextChunk): IndexedChunk {
  const terms = termsOf(chunk.text);
  return { ...chunk, terms, length: [...terms.values()].reduce((sum, count) => sum + count, 0) };
}
