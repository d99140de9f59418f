/** A line that begins with one of the words by which languages import, or that has a call or a tag which does. */
const IMPORT_LINE =
  /^[ \t]*(?:import|from|export\b.*\bfrom|use|using|include|require(?:_relative)?|source|#[ \t]*include|@import|@use|load|package|mod)\b|\brequire[ \t]*\(|<(?:script|link)\b/iu;
/** A longer line is data, or made by a machine: it is not looked through. */
const LONGEST_LINE = 1000;
/** The import lines of a document stand in its first lines. */
export const IMPORT_LINES = 100;
/** Names that tell nothing of what is in the file: the folder does. */
const GENERAL_NAMES = /^(?:index|__init__|mod|main|lib)$/u;

/** The words of the lines with which a text names the files that it uses; rough, as for any language. */
export function importedWords(text: string): ReadonlySet<string> {
  const lines = text.split('\n').filter((line) => line.length <= LONGEST_LINE && IMPORT_LINE.test(line));
  return new Set(lines.flatMap((line) => line.match(/[\p{L}\p{N}_-]+/gu) ?? []));
}

/** Whether one of the imported words is the name of the file, or of its folder where the name says nothing. */
export function isImported(path: string, words: ReadonlySet<string>): boolean {
  const [file = '', folder = ''] = path.split('/').toReversed();
  const name = file.replace(/\.[^.]*$/u, '').replace(/\.d$/u, '');
  return words.has(GENERAL_NAMES.test(name) ? folder : name);
}
