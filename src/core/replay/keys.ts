/** The white space that a line begins with: the editor writes it. */
const INDENTATION = /^[ \t]*/u;

/** What the next key writes: one character, and after a line break the next line's indentation, as the editor gives it. */
export function nextKey(text: string): string {
  const [character = ''] = text;
  return character === '\n' ? `\n${INDENTATION.exec(text.slice(1))?.[0] ?? ''}` : character;
}

/** How many keys a text would have taken. */
export function keysOf(text: string): number {
  return Array.from(text.replaceAll(/\n[ \t]*/gu, '\n')).length;
}
