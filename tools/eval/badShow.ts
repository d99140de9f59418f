import { substance } from '../../src/core/completion/brackets.ts';
import { isBlank } from '../../src/core/completion/lineText.ts';
import { type CompletionCase } from '../support/cases.ts';
import { syntaxFaults } from './syntaxFaults.ts';

/** What nobody should be shown, right or wrong. */
export type BadShow =
  /** Nothing visible. */
  | 'empty'
  /** It says once more what stands after the cursor. */
  | 'duplicatesFollowing'
  /** The document has more faults with it than without it, and than with what the author wrote. */
  | 'breaksSyntax';

/** What a line must have beside brackets and white space to be recognised. */
const MIN_SUBSTANCE = 4;

/** What is bad about showing a text; judged apart from the filters, which aim at the same. */
export function badShows(one: CompletionCase, text: string, replaceLength: number): readonly BadShow[] {
  if (isBlank(text)) {
    return ['empty'];
  }
  const found: BadShow[] = [];
  const after = one.suffix.slice(replaceLength);
  if (repeats(one.prefix, text, after) && !repeats(one.prefix, one.expected ?? '', one.suffix)) {
    found.push('duplicatesFollowing');
  }
  if (breaksSyntax(one, text, after)) {
    found.push('breaksSyntax');
  }
  return found;
}

function breaksSyntax(
  { prefix, suffix, expected = '', languageId }: CompletionCase,
  text: string,
  after: string,
): boolean {
  const faults = syntaxFaults(prefix + text + after, languageId);
  return (
    faults > 0 &&
    faults > syntaxFaults(prefix + suffix, languageId) &&
    faults > syntaxFaults(prefix + expected + suffix, languageId)
  );
}

/** Whether the end of the text is the beginning of what follows: of the cursor's line, or of the lines below. */
function repeats(prefix: string, text: string, after: string): boolean {
  const [onLine = '', ...below] = after.split('\n');
  if (!isBlank(onLine)) {
    return !text.includes('\n') && overlaps(text.trimEnd(), onLine.trim());
  }
  const written = visible((prefix.slice(prefix.lastIndexOf('\n') + 1) + text).split('\n'));
  const following = visible(below);
  return written.some((_, start) => {
    const tail = written.slice(start);
    const isTold = tail.reduce((sum, line) => sum + substance(line), 0) >= MIN_SUBSTANCE;
    return isTold && tail.every((line, index) => line === following[index]);
  });
}

function overlaps(text: string, rest: string): boolean {
  if (substance(rest) > 0 && text.endsWith(rest)) {
    return true;
  }
  for (let length = Math.min(text.length, rest.length); length >= MIN_SUBSTANCE; length--) {
    const piece = rest.slice(0, length);
    if (substance(piece) >= MIN_SUBSTANCE && text.endsWith(piece)) {
      return true;
    }
  }
  return false;
}

const visible = (lines: readonly string[]): string[] =>
  lines.map((line) => line.trim()).filter((line) => line !== '');
