/** Measures of text against text, and of hits against their number. Pure. */

/** 1 for equal texts, 0 for texts with nothing in common: 1 − Levenshtein distance ÷ longer length, in characters. */
export function editSimilarity(text: string, expected: string): number {
  const [a, b] = [Array.from(text), Array.from(expected)];
  const longer = Math.max(a.length, b.length);
  return longer === 0 ? 1 : 1 - levenshtein(a, b) / longer;
}

function levenshtein(a: readonly string[], b: readonly string[]): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  a.forEach((character, row) => {
    const current = [row + 1];
    b.forEach((other, column) => {
      const replaced = (previous[column] ?? 0) + (character === other ? 0 : 1);
      current.push(Math.min(replaced, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    });
    previous = current;
  });
  return previous[b.length] ?? 0;
}

const CHRF_ORDER = 6;
/** Recall counts twice as much as precision. Source: Popović 2015, “chrF: character n-gram F-score”; chrF2. */
const CHRF_BETA_SQUARED = 4;

/** chrF2 from 0 to 1: F-score of the character n-grams of length 1 to 6, white space left out. */
export function chrF(text: string, reference: string): number {
  const [a, b] = [codePoints(text), codePoints(reference)];
  let precision = 0;
  let recall = 0;
  let orders = 0;
  for (let order = 1; order <= CHRF_ORDER; order++) {
    const own = ngrams(a, order);
    const wanted = ngrams(b, order);
    const ownCount = Math.max(0, a.length - order + 1);
    const wantedCount = Math.max(0, b.length - order + 1);
    if (wantedCount === 0) {
      continue;
    }
    let common = 0;
    for (const [ngram, count] of own) {
      common += Math.min(count, wanted.get(ngram) ?? 0);
    }
    precision += ownCount === 0 ? 0 : common / ownCount;
    recall += common / wantedCount;
    orders++;
  }
  if (orders === 0 || precision + recall === 0) {
    return 0;
  }
  const [p, r] = [precision / orders, recall / orders];
  return ((1 + CHRF_BETA_SQUARED) * p * r) / (CHRF_BETA_SQUARED * p + r);
}

function codePoints(text: string): string[] {
  return Array.from(text.replaceAll(/\s/gu, ''));
}

function ngrams(characters: readonly string[], order: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let start = 0; start + order <= characters.length; start++) {
    const ngram = characters.slice(start, start + order).join('');
    counts.set(ngram, (counts.get(ngram) ?? 0) + 1);
  }
  return counts;
}

/** A share with its 95 % interval. */
export interface Share {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

const Z_95 = 1.96;

/** Share of hits with Wilson's 95 % interval; NaN of nothing. */
export function shareOf(hits: number, count: number): Share {
  const p = hits / count;
  const z2 = Z_95 ** 2;
  const centre = (p + z2 / (2 * count)) / (1 + z2 / count);
  const half = (Z_95 * Math.sqrt((p * (1 - p)) / count + z2 / (4 * count ** 2))) / (1 + z2 / count);
  return { value: p, low: centre - half, high: centre + half, count };
}

/** Arithmetic mean; NaN of nothing. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** What a model was sure of, and whether it was right. */
export interface Judged {
  /** 0 to 1. */
  readonly confidence: number;
  readonly isRight: boolean;
}

export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly confidence: number;
  readonly precision: number;
  readonly count: number;
}

/** The reliability curve in equal steps of confidence; steps with no case are left out. */
export function reliability(cases: readonly Judged[], bins = 10): readonly CalibrationBin[] {
  return Array.from({ length: bins }, (_, index) => {
    const [from, to] = [index / bins, (index + 1) / bins];
    const inside = cases.filter(
      ({ confidence }) => confidence >= from && (confidence < to || (index === bins - 1 && confidence <= 1)),
    );
    return {
      from,
      to,
      confidence: mean(inside.map(({ confidence }) => confidence)),
      precision: inside.filter(({ isRight }) => isRight).length / inside.length,
      count: inside.length,
    };
  }).filter(({ count }) => count > 0);
}

/**
 * The lowest confidence from which on at least `precision` of the cases are right, with the share of cases that it
 * leaves; undefined when no threshold reaches it on at least `minimum` cases.
 */
export function thresholdFor(
  cases: readonly Judged[],
  precision: number,
  minimum = 20,
): { threshold: number; share: number } | undefined {
  const sorted = [...cases].sort((a, b) => b.confidence - a.confidence);
  let right = 0;
  let best: { threshold: number; share: number } | undefined;
  sorted.forEach(({ confidence, isRight }, index) => {
    right += isRight ? 1 : 0;
    const taken = index + 1;
    // Cases of equal confidence stand or fall together.
    const isLastOfItsKind = sorted[taken]?.confidence !== confidence;
    if (isLastOfItsKind && taken >= minimum && right / taken >= precision) {
      best = { threshold: confidence, share: taken / sorted.length };
    }
  });
  return best;
}
