/** Rules of `-` and `=`, tables of zeros, empty cells: what is no words is written on purpose at length. */
const SIGNS = 1200;
/** Of words, at least. */
const WORDS = 240;

/**
 * How long a text that is one period again and again must be before it is taken for a loop. Code and the rows of tables
 * repeat themselves longer than prose does.
 */
export function repeatedLength(period: string, isInCode: boolean): number {
  // A period may begin anywhere in what is repeated.
  const hasWords = /\p{L}{2}/u.test(period + period);
  const isBlankLines = period.trim() === '' && period.includes('\n');
  if (!hasWords && !isBlankLines) {
    return SIGNS;
  }
  const isLenient = isInCode || period.includes('|');
  const least = isLenient ? 2 * WORDS : WORDS;
  return Math.max(least, period.length * timesFor(period.length, isLenient));
}

/** The longer a text, the less often it is repeated on purpose. */
function timesFor(length: number, isLenient: boolean): number {
  if (length < 120) {
    return isLenient ? 12 : 6;
  }
  if (length < 400) {
    return isLenient ? 6 : 4;
  }
  return isLenient ? 4 : 3;
}
