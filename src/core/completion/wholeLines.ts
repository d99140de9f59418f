/** Without the last line, which the limit of tokens cut off, unless it is the only one that says something. */
export function wholeLines(text: string): string {
  const head = text.slice(0, text.lastIndexOf('\n') + 1).trimEnd();
  return head === '' ? text : head;
}
