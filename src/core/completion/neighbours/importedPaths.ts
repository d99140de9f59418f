/** A line that begins with one of the words by which languages import, or that has a call or a tag which does. */
const IMPORT_LINE =
  /^[ \t]*(?:import|from|export\b.*\bfrom|use|using|include|require(?:_relative)?|source|#[ \t]*include|@import|@use|load|package|mod)\b|\brequire[ \t]*\(|<(?:script|link)\b/iu;
/** The first line of an import that goes on until a bracket closes, and one that may turn out to be that. */
const OPENS_IMPORT = /^[ \t]*(?:import\b|from\b|use[ \t]+[\w:]+).*[({][ \t]*$/u;
const MAY_OPEN_IMPORT = /^[ \t]*(?:(?:const|let|var)[ \t]*\{|export[ \t]*(?:type[ \t]*)?\{)[ \t]*$/u;
const CLOSES = /^[ \t]*[)}]/u;
const NAMES_SOURCE = /\bfrom\b|\brequire[ \t]*\(/u;
const MOST_LINES = 60;
/** A longer line is data, or made by a machine: it is not looked through. */
const LONGEST_LINE = 1000;
/** The import lines of a document stand in its first lines. */
export const IMPORT_LINES = 100;
/** Names that tell nothing of what is in the file: the folder does. */
const GENERAL_NAMES = /^(?:index|__init__|mod|main|lib)$/u;

/** The words of the lines with which a text names the files that it uses; rough, as for any language. */
export function importedWords(text: string): ReadonlySet<string> {
  return new Set(importLines(text).flatMap((line) => line.match(/[\p{L}\p{N}_-]+/gu) ?? []));
}

function importLines(text: string): readonly string[] {
  const lines = text.split('\n');
  const found: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const end = line.length <= LONGEST_LINE ? endOfImport(lines, at) : at;
    if (end > at) {
      found.push(...lines.slice(at, end + 1));
      at = end;
    } else if (line.length <= LONGEST_LINE && IMPORT_LINE.test(line)) {
      found.push(line);
    }
  }
  return found;
}

/** The last line of an import that goes over several; the line itself where none begins in it. */
function endOfImport(lines: readonly string[], start: number): number {
  const first = lines[start] ?? '';
  const isCertain = OPENS_IMPORT.test(first);
  if (!isCertain && !MAY_OPEN_IMPORT.test(first)) {
    return start;
  }
  const after = lines.slice(start + 1, start + MOST_LINES);
  const end = after.findIndex((line) => CLOSES.test(line) || line.length > LONGEST_LINE);
  const last = after[end];
  return last !== undefined && (isCertain || NAMES_SOURCE.test(last)) ? start + 1 + end : start;
}

/** Whether one of the imported words is the name of the file, or of its folder where the name says nothing. */
export function isImported(path: string, words: ReadonlySet<string>): boolean {
  const [file = '', folder = ''] = path.split('/').toReversed();
  const name = file.replace(/\.[^.]*$/u, '').replace(/\.d$/u, '');
  return words.has(GENERAL_NAMES.test(name) ? folder : name);
}
