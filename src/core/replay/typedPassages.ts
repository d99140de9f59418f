/** A text that is typed at one place of a document, which stands as it did when the author came there. */
export interface Passage {
  readonly before: string;
  readonly typed: string;
  readonly after: string;
}

/** Lines that a commit puts in the place of others; numbers count from 0. */
export interface Hunk {
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
}

/** A passage this long is as good as several; it is divided at a line's end. */
const LONGEST_PASSAGE = 600;

/**
 * What an author types to make the new text of the old one, from top to bottom. The lines that are replaced are gone
 * before the first key, but for what the old and the new ones have in common at their beginning and end.
 */
export function typedPassages(oldText: string, newText: string, hunks: readonly Hunk[]): readonly Passage[] {
  const oldLines = linesOf(oldText);
  const newLines = linesOf(newText);
  return hunks.flatMap(({ oldStart, oldLines: removed, newStart, newLines: added }) => {
    const written = newLines.slice(newStart, newStart + added).join('');
    const replaced = oldLines.slice(oldStart, oldStart + removed).join('');
    const [head, tail] = commonEnds(replaced, written);
    const passage = onOwnLine({
      before: newLines.slice(0, newStart).join('') + written.slice(0, head),
      typed: written.slice(head, written.length - tail),
      after: written.slice(written.length - tail) + oldLines.slice(oldStart + removed).join(''),
    });
    return passage.typed === '' ? [] : divided(passage);
  });
}

/** Lines with their line ends. */
const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/gu) ?? [];

/** How many characters two texts share at their beginning, and how many more at their end. */
function commonEnds(a: string, b: string): readonly [head: number, tail: number] {
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  while (head < shorter && a[head] === b[head]) {
    head++;
  }
  let tail = 0;
  while (tail < shorter - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) {
    tail++;
  }
  return [head, tail];
}

/** Whole new lines are begun by a line break at the end of the line above, not in front of the line below. */
function onOwnLine({ before, typed, after }: Passage): Passage {
  if (!typed.endsWith('\n') || !/(?:^|\n)$/u.test(before)) {
    return { before, typed, after };
  }
  const line = typed.slice(0, -1);
  return before === ''
    ? { before, typed: line, after: `\n${after}` }
    : { before: before.slice(0, -1), typed: `\n${line}`, after: `\n${after}` };
}

function divided({ before, typed, after }: Passage): Passage[] {
  const passages: Passage[] = [];
  for (let start = 0; start < typed.length;) {
    const lineEnd = typed.lastIndexOf('\n', start + LONGEST_PASSAGE);
    const isLast = typed.length - start <= LONGEST_PASSAGE;
    const end = isLast ? typed.length : lineEnd > start ? lineEnd : start + LONGEST_PASSAGE;
    passages.push({ before: before + typed.slice(0, start), typed: typed.slice(start, end), after });
    start = end;
  }
  return passages;
}
