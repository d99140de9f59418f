const IMPORT_LINE =
  /^\s*(?:import|from|export\b.*\bfrom|use|using|include|require(?:_relative)?|source|#\s*include|@import|@use|load|package|mod)\b.*$|.*\brequire\s*\(.*$|.*<(?:script|link)\b.*$/gimu;
/** Names that tell nothing of what is in the file: the folder does. */
const GENERAL_NAMES = /^(?:index|__init__|mod|main|lib)$/u;

/** The words of the lines with which a text names the files that it uses; rough, as for any language. */
export function importedWords(text: string): ReadonlySet<string> {
  const lines = text.match(IMPORT_LINE) ?? [];
  return new Set(lines.flatMap((line) => line.match(/[\p{L}\p{N}_-]+/gu) ?? []));
}

/** Whether one of the imported words is the name of the file, or of its folder where the name says nothing. */
export function isImported(path: string, words: ReadonlySet<string>): boolean {
  const [file = '', folder = ''] = path.split('/').toReversed();
  const name = file.replace(/\.[^.]*$/u, '').replace(/\.d$/u, '');
  return words.has(GENERAL_NAMES.test(name) ? folder : name);
}
