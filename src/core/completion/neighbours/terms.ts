const IDENTIFIER = /[\p{L}_$][\p{L}\p{N}_$]*/gu;
const WORD = /\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{Lm}]+|\p{N}+/gu;
/** One letter is a loop's index anywhere; longer ones are data. */
const SHORTEST = 2;
const LONGEST = 60;

/** How often each term stands in a text. */
export type TermCounts = ReadonlyMap<string, number>;

/**
 * The identifiers of a text, and those of several words also word by word: `readFile` is found where `readFile` stands
 * and, for less, where `fileName` does. Small letters throughout.
 */
export function termsOf(text: string): TermCounts {
  const counts = new Map<string, number>();
  const add = (term: string): void => {
    if (term.length >= SHORTEST) {
      counts.set(term, (counts.get(term) ?? 0) + 1);
    }
  };
  for (const [identifier] of text.matchAll(IDENTIFIER)) {
    if (identifier.length > LONGEST) {
      continue;
    }
    add(identifier.toLowerCase());
    const words = identifier.match(WORD) ?? [];
    if (words.length > 1) {
      words.forEach((word) => {
        add(word.toLowerCase());
      });
    }
  }
  return counts;
}
