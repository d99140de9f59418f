import { type DocumentContext } from './documentContext.ts';

/**
 * Counts the faults that the whole document has once `text` stands at the cursor in place of the `replaceLength`
 * characters after it; undefined where it cannot tell in time.
 */
export type FaultCount = (text: string, replaceLength: number) => number | undefined;

/** Tells from a language's grammar how many faults a document has: what is missing in it, and what it has too much. */
export interface SyntaxJudge {
  /** Reads a document while nobody waits for it, so that it can be judged when a suggestion for it is there. */
  prepare(document: DocumentContext): void;
  /** Takes the document's faults with several texts, all within one time limit; undefined where it cannot tell any. */
  at(document: DocumentContext): FaultCount | undefined;
  /**
   * Where the construct ends that begins with the cursor's line, or with the text where that line is empty; an index into
   * the text. Undefined where it is not at its end, takes one line only, or can't be told in time.
   */
  constructEnd(document: DocumentContext, text: string): number | undefined;
}
