import { ANY_NUMBER } from './comparedCharacters.ts';

/** Rules of `-` and `=`, tables of zeros, empty cells: what is no words is written on purpose at length. */
const SIGNS = 1200;
/** A matrix, a buffer, a key: code is full of them. */
const SIGNS_IN_CODE = 1800;
/** Of words, at least. */
const WORDS = 240;
/** Of lines that differ in the number they begin with, at least: a plan of 30 days may have 20 days of rest. */
const NUMBERED = 600;
/** Of words that differ in numbers elsewhere, which may be what they are about. */
const COUNTING = 1200;
/** How far into a line a number counts its lines, as in `### Step 1`. */
const HEAD = 16;

/** Values that fill arrays and tables; two hexadecimal digits are a byte. */
const FILLING =
  /(?<![\p{L}\p{N}])(?:null|true|false|none|nil|nan|undefined|(?:0x)?[0-9a-f]{2})(?![\p{L}\p{N}])/giu;
/** A period may begin within a word, whose parts are no words. */
const CUT_WORDS = /^[\p{L}\p{N}]+|[\p{L}\p{N}]+$/gu;
/** Values with nothing but a comma, a semicolon or a tab between them. */
const SEPARATED = /[,;\t][^\s,;]+[,;\t]/u;

/**
 * How long a text that is one period again and again must be before it is taken for a loop. Code and the rows of tables
 * repeat themselves longer than prose does.
 */
export function repeatedLength(period: string, isInCode: boolean): number {
  // A period may begin anywhere in what is repeated.
  const twice = period + period;
  const words = isInCode ? twice.replace(CUT_WORDS, '').replace(FILLING, '') : twice;
  const isBlankLines = period.trim() === '' && period.includes('\n');
  if (!/\p{L}{2}/u.test(words) && !isBlankLines) {
    return isInCode ? SIGNS_IN_CODE : SIGNS;
  }
  const isLenient = isInCode || period.includes('|') || SEPARATED.test(twice);
  return Math.max(leastOf(period, isLenient), period.length * timesFor(period.length, isLenient));
}

function leastOf(period: string, isLenient: boolean): number {
  const number = String.fromCharCode(ANY_NUMBER);
  if (!period.includes(number)) {
    return isLenient ? 2 * WORDS : WORDS;
  }
  const [, ...lines] = (period + period).split('\n');
  const isCounted = lines.length > 0 && lines.every((line) => line.lastIndexOf(number) < HEAD);
  return isCounted ? NUMBERED : COUNTING;
}

/** The longer a text, the less often it is repeated on purpose. */
function timesFor(length: number, isLenient: boolean): number {
  if (length < 40) {
    return isLenient ? 24 : 10;
  }
  if (length < 64) {
    return isLenient ? 18 : 6;
  }
  if (length < 120) {
    return isLenient ? 12 : 6;
  }
  if (length < 400) {
    return isLenient ? 6 : 4;
  }
  return isLenient ? 4 : 3;
}
