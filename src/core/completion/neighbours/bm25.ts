import { type TermCounts } from './terms.ts';

/** Usual values: how soon a repeated term counts for less, and how much the length of a text matters. */
const K1 = 1.2;
const B = 0.75;

/** A text to be searched, by its terms. */
export interface TermText {
  readonly terms: TermCounts;
  /** Terms in all, repetitions counted. */
  readonly length: number;
}

/**
 * How well each text answers a query, from 0 to 1: Okapi BM25 (Robertson and Zaragoza, “The Probabilistic Relevance
 * Framework: BM25 and Beyond”, 2009, with the logarithm of one plus the odds, so that nothing counts below zero), as a
 * part of what a text that holds every term of the query over and over would have. What stands in every text, such as
 * the keywords of a language, counts for almost nothing: no list of them is needed.
 */
export function bm25(query: ReadonlySet<string>, texts: readonly TermText[]): readonly number[] {
  const meanLength = texts.reduce((sum, { length }) => sum + length, 0) / Math.max(1, texts.length);
  const rarities = [...query].map((term) => {
    const holding = texts.reduce((sum, { terms }) => sum + (terms.has(term) ? 1 : 0), 0);
    return { term, rarity: Math.log(1 + (texts.length - holding + 0.5) / (holding + 0.5)), holding };
  });
  // A term that nobody has would only make all of them smaller.
  const found = rarities.filter(({ holding }) => holding > 0);
  const most = found.reduce((sum, { rarity }) => sum + rarity * (K1 + 1), 0);
  return texts.map(({ terms, length }) => {
    const norm = K1 * (1 - B + (B * length) / Math.max(1, meanLength));
    const score = found.reduce((sum, { term, rarity }) => {
      const count = terms.get(term) ?? 0;
      return sum + (rarity * count * (K1 + 1)) / (count + norm);
    }, 0);
    return most === 0 ? 0 : score / most;
  });
}
