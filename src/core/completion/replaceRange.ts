import { isOnlyClosers, scanBrackets } from './brackets.ts';
import { type DocumentContext, linePrefix, lineSuffix } from './documentContext.ts';
import { leadingWhitespace } from './lineText.ts';

/** A piece of the text that stands for the same piece after the cursor. */
interface Match {
  readonly index: number;
  readonly character: string;
}

/**
 * How many characters after the cursor the suggestion takes the place of: the brackets, quotes and separators that
 * the editor closed by itself and the text brings once more. Only brackets and quotes the text did not open count
 * (`foo(█)` keeps its `)` when `bar(a)` is suggested), and nothing is covered where the line goes on with more.
 *
 * What is covered stands in the text in the same order, as VS Code demands of ghost text.
 */
export function replaceLength(text: string, document: DocumentContext): number {
  const rest = lineSuffix(document);
  if (!isOnlyClosers(rest)) return 0;
  const atCursor = scanBrackets(document.prefix, document.languageId);
  const { closings } = scanBrackets(text, document.languageId, atCursor);
  let position = 0;
  let covered = 0;
  while (covered < rest.length) {
    const match = nextMatch(text, position, rest.slice(covered), closings);
    if (match === undefined) break;
    position = match.index + match.character.length;
    covered += match.character.length;
  }
  return covered;
}

/**
 * The text with the closers that stand behind the cursor, on a line of their own, where it goes on below the opener that
 * they close and does not bring them: they would else stand at the end of its last line.
 */
export function withClosersBelow(text: string, document: DocumentContext): string {
  const closers = lineSuffix(document).trimEnd();
  if (!/^[ \t]*\n/.test(text) || !/^[)\]}]+[;,]?$/.test(closers) || replaceLength(text, document) > 0) {
    return text;
  }
  const whole = `${text}\n${leadingWhitespace(linePrefix(document))}${closers}`;
  return replaceLength(whole, document) === closers.length ? whole : text;
}

/** Where the text, from `position` on, brings what the rest of the line begins with. */
function nextMatch(
  text: string,
  position: number,
  rest: string,
  closings: readonly Match[],
): Match | undefined {
  const [space = ''] = /^\s*/.exec(rest) ?? [];
  const closing = closings.find(
    ({ index, character }) => index >= position + space.length && rest.startsWith(character, space.length),
  );
  const spaceStart = (closing?.index ?? 0) - space.length;
  if (closing !== undefined && text.startsWith(space, spaceStart)) {
    return { index: spaceStart, character: space + closing.character };
  }
  const separator = rest.charAt(0);
  if (!/[\s;,]/.test(separator)) return undefined;
  if (text.startsWith(separator, position)) return { index: position, character: separator };
  const end = text.length - 1;
  return end >= position && text.endsWith(separator) ? { index: end, character: separator } : undefined;
}
