/** Puts code between fences that nothing in it can close. */
export function fenced(code: string, languageId = ''): string {
  const longest = Math.max(0, ...(code.match(/`{3,}/gu) ?? []).map((run) => run.length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `${fence}${languageId}\n${code}${code.endsWith('\n') ? '' : '\n'}${fence}`;
}
