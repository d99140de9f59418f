const TEXT = String.raw`"(?:[^"\\]|\\.)*"`;
const COMMENTS = new RegExp(String.raw`${TEXT}|//[^\n\r]*|/\*[^]*?(?:\*/|$)`, 'gu');
const LAST_COMMAS = new RegExp(String.raw`${TEXT}|,(?=\s*[\]}])`, 'gu');

/** Reads JSON as VS Code writes it, with comments, commas after the last item and a byte-order mark. Throws SyntaxError. */
export function parseJsonc(source: string): unknown {
  const keepTexts = (found: string): string => (found.startsWith('"') ? found : ' ');
  return JSON.parse(
    source
      .replace(/^\uFEFF/u, '')
      .replaceAll(COMMENTS, keepTexts)
      .replaceAll(LAST_COMMAS, keepTexts),
  );
}
