/** Shorter pieces that two texts share say nothing: every two pieces of code share brackets. */
const LEAST_PIECE = 3;
/** Comparisons of characters that one answer is worth: some milliseconds. */
const MOST_STEPS = 1_000_000;

/**
 * Which share of a text's characters, 0 to 1, is still there: as many as lie in pieces of three or more that both texts
 * have in the same order. White space is left out, which a formatter moves about. Undefined where there is nothing
 * to compare, or too much.
 */
export function survivingShare(accepted: string, now: string): number | undefined {
  const before = accepted.replaceAll(/\s+/gu, '');
  const after = now.replaceAll(/\s+/gu, '');
  if (before === '') {
    return undefined;
  }
  if (after.includes(before)) {
    return 1;
  }
  const budget = { steps: MOST_STEPS };
  const shared = sharedLength(before, after, budget);
  return budget.steps < 0 ? undefined : shared / before.length;
}

/** How many characters are shared: the ends that are the same at once, between them the longest piece by turns. */
function sharedLength(first: string, second: string, budget: { steps: number }): number {
  const most = Math.min(first.length, second.length);
  let start = 0;
  while (start < most && first[start] === second[start]) {
    start += 1;
  }
  let end = 0;
  while (end < most - start && first.at(-1 - end) === second.at(-1 - end)) {
    end += 1;
  }
  const ends = (start < LEAST_PIECE ? 0 : start) + (end < LEAST_PIECE ? 0 : end);
  return (
    ends +
    sharedInside(first.slice(start, first.length - end), second.slice(start, second.length - end), budget)
  );
}

function sharedInside(first: string, second: string, budget: { steps: number }): number {
  budget.steps -= first.length * second.length;
  if (budget.steps < 0 || Math.min(first.length, second.length) < LEAST_PIECE) {
    return 0;
  }
  const { inFirst, inSecond, length } = longestPiece(first, second);
  if (length < LEAST_PIECE) {
    return 0;
  }
  return (
    length +
    sharedInside(first.slice(0, inFirst), second.slice(0, inSecond), budget) +
    sharedInside(first.slice(inFirst + length), second.slice(inSecond + length), budget)
  );
}

interface Piece {
  readonly inFirst: number;
  readonly inSecond: number;
  readonly length: number;
}

function longestPiece(first: string, second: string): Piece {
  let best: Piece = { inFirst: 0, inSecond: 0, length: 0 };
  /** At `j`: how long the piece is that ends before the characters `i` and `j`. */
  let above = new Uint32Array(second.length + 1);
  for (let i = 1; i <= first.length; i += 1) {
    const row = new Uint32Array(second.length + 1);
    for (let j = 1; j <= second.length; j += 1) {
      if (first[i - 1] !== second[j - 1]) {
        continue;
      }
      const length = (above[j - 1] ?? 0) + 1;
      row[j] = length;
      if (length > best.length) {
        best = { inFirst: i - length, inSecond: j - length, length };
      }
    }
    above = row;
  }
  return best;
}
