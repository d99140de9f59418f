/** Lines that stand together, from one to another and both among them, counted from 0. */
export interface LineSpan {
  readonly firstLine: number;
  readonly lastLine: number;
}

/**
 * Where a text beside what stands near the cursor came from: a place where something was changed lately, one that the
 * cursor has left, a file that is open, the document itself far from the cursor, a file that the document imports, or an
 * earlier cell of the same notebook.
 */
export const NEIGHBOUR_ORIGINS = ['recentEdit', 'visited', 'open', 'elsewhere', 'import', 'cell'] as const;
export type NeighbourOrigin = (typeof NEIGHBOUR_ORIGINS)[number];

/** Whole lines of another text that help to go on at the cursor. */
export interface Neighbour {
  /** As shown to the model: relative to the workspace, with `/` separators; empty for a text that has none. */
  readonly path: string;
  readonly languageId: string;
  /** Ends without a line break. */
  readonly text: string;
  readonly origin: NeighbourOrigin;
  /** Where they stand, if they are lines of the document itself. */
  readonly ownLines?: LineSpan;
}

/** Whether two are the same lines of the same file, wherever each came from. */
export function isSameNeighbour(one: Neighbour, other: Neighbour): boolean {
  return one.path === other.path && one.text === other.text;
}
