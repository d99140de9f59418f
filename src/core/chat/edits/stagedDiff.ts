/** What a diff says about one file. */
export interface FileDiff {
  /** Of the file as it is after the change, or was before it went. */
  readonly path: string;
  readonly change: 'added' | 'deleted' | 'renamed' | 'modified';
  readonly addedLines: number;
  readonly removedLines: number;
  readonly isBinary: boolean;
  /** From the first `@@` on; empty for a binary file and for a change of name or mode alone. */
  readonly hunks: string;
}

/** Reads what `git diff` prints; an unknown line stays with the file it stands under. */
export function parseDiff(diff: string): readonly FileDiff[] {
  return diff
    .replaceAll('\r\n', '\n')
    .split(/^(?=diff --git )/mu)
    .filter((section) => section.startsWith('diff --git '))
    .map(parseSection);
}

function parseSection(section: string): FileDiff {
  const at = section.search(/^@@ /mu);
  const head = at === -1 ? section : section.slice(0, at);
  const hunks = at === -1 ? '' : section.slice(at).trimEnd();
  const lines = hunks.split('\n');
  return {
    path: pathOf(head),
    change: changeOf(head),
    addedLines: lines.filter((line) => line.startsWith('+')).length,
    removedLines: lines.filter((line) => line.startsWith('-')).length,
    isBinary: /^(?:Binary files |GIT binary patch)/mu.test(head),
    hunks,
  };
}

function changeOf(head: string): FileDiff['change'] {
  if (/^new file mode/mu.test(head)) {
    return 'added';
  }
  if (/^deleted file mode/mu.test(head)) {
    return 'deleted';
  }
  return /^rename to /mu.test(head) ? 'renamed' : 'modified';
}

/** The lines that name one path are unambiguous; without them both paths of the first line are the same. */
function pathOf(head: string): string {
  const named = [/^rename to (.+)$/mu, /^\+\+\+ (.+)$/mu, /^--- (.+)$/mu]
    .map((pattern) => pattern.exec(head)?.[1])
    .find((path) => path !== undefined && path !== '/dev/null');
  const same = /^diff --git "?(?:[a-z]\/)?(.+?)"? "?(?:[a-z]\/)?\1"?$/mu.exec(head)?.[1] ?? '';
  // Git puts a tab after a path with spaces, and a path with unusual characters in quotation marks.
  const path = named?.replace(/\t$/u, '') ?? same;
  return unescaped(path.replace(/^"(.*)"$/u, '$1')).replace(named === undefined ? /^$/u : PREFIX, '');
}

/** `a/` and `b/`, or what `diff.mnemonicPrefix` makes of them. */
const PREFIX = /^[abciow]\//u;

/** Unusual characters stand as octal bytes. */
function unescaped(path: string): string {
  if (!path.includes('\\')) {
    return path;
  }
  const percent = path.replace(/\\([0-7]{3})|\\(.)|[^\\]+/gu, (part, octal?: string, escaped?: string) =>
    octal === undefined
      ? encodeURIComponent(escaped ?? part)
      : `%${Number.parseInt(octal, 8).toString(16).padStart(2, '0')}`,
  );
  try {
    return decodeURIComponent(percent);
  } catch {
    return path; // bytes that are no UTF-8
  }
}
