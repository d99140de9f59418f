/** Names are looked for in so many lines up from the cursor. */
export const NAMED_LINES = 12;
/** No more definitions are shown. */
export const MOST_DEFINITIONS = 8;
const IDENTIFIER = /[\p{L}_$][\p{L}\p{N}_$]{2,}/gu;
/** Of a longer line, which no person wrote, the beginning. */
const LINE_CHARACTERS = 1000;

/** A name before a cursor. */
export interface NamedPlace {
  readonly name: string;
  /** Lines above the cursor's. */
  readonly linesUp: number;
  readonly character: number;
  /** Whether a line that imports something has it. */
  readonly isImported: boolean;
}

/**
 * Names before a cursor, each where it stands last; those that the document imports first, then the nearest.
 *
 * @param lines the one of the cursor first, up to the cursor, then those above it
 * @param imported the words of the document's import lines
 */
export function namesToDefine(
  lines: readonly string[],
  imported: ReadonlySet<string>,
): readonly NamedPlace[] {
  const places = new Map<string, NamedPlace>();
  for (const [linesUp, line] of lines.slice(0, NAMED_LINES + 1).entries()) {
    const found = [...line.slice(0, LINE_CHARACTERS).matchAll(IDENTIFIER)];
    for (const { 0: name, index } of found.toReversed()) {
      if (!places.has(name)) {
        places.set(name, { name, linesUp, character: index, isImported: imported.has(name) });
      }
    }
  }
  return [...places.values()].sort((a, b) => Number(b.isImported) - Number(a.isImported));
}
