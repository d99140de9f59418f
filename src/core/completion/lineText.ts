/** Whether nothing but white space stands in the text. */
export const isBlank = (text: string): boolean => text.trim() === '';

/** The spaces and tabs a line begins with. */
export const leadingWhitespace = (line: string): string => /^[ \t]*/.exec(line)?.[0] ?? '';

/** The column at which a line's first visible character stands; a tab reaches the next multiple of `tabSize`. */
export function indentationColumns(line: string, tabSize: number): number {
  let columns = 0;
  for (const character of leadingWhitespace(line)) {
    columns = character === '\t' ? (Math.floor(columns / tabSize) + 1) * tabSize : columns + 1;
  }
  return columns;
}

/** The last line above the given line start that is not blank; `undefined` at the top of the document. */
export function lastVisibleLine(text: string): string | undefined {
  return text.split('\n').findLast((line) => !isBlank(line));
}

/** The nearest index at or after `index` that does not stand between the halves of a surrogate pair. */
export function wholeCharacterIndex(text: string, index: number): number {
  const insidePair =
    index > 0 &&
    /^[\uDC00-\uDFFF]$/.test(text.charAt(index)) &&
    /^[\uD800-\uDBFF]$/.test(text.charAt(index - 1));
  return insidePair ? index + 1 : index;
}
