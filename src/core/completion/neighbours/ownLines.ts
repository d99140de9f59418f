import { type ChangedLines } from './changeTrail.ts';
import { type LineSpan, type Neighbour } from './neighbour.ts';

/**
 * Parts of other texts and of the document itself after a change of the document: its own stand elsewhere by now, and one
 * is gone of which the change took the place of all lines.
 */
export function afterChange(neighbours: readonly Neighbour[], change: ChangedLines): readonly Neighbour[] {
  return neighbours.flatMap((one) => {
    if (one.ownLines === undefined) {
      return one;
    }
    const ownLines = movedSpan(one.ownLines, change);
    return ownLines === undefined ? [] : { ...one, ownLines };
  });
}

/**
 * Parts without those of the document itself in which a cursor stands by now: what is above it there would be read
 * twice, and what is below is what shall not be written again.
 */
export function awayFrom(neighbours: readonly Neighbour[], line: number): readonly Neighbour[] {
  return neighbours.filter(
    ({ ownLines }) => ownLines === undefined || line < ownLines.firstLine || line > ownLines.lastLine,
  );
}

/** Where lines stand after a change; undefined where none of them is left. */
function movedSpan(
  { firstLine, lastLine }: LineSpan,
  { firstLine: from, lastLine: to, addedBreaks }: ChangedLines,
): LineSpan | undefined {
  if (from <= firstLine && to >= lastLine && to > from) {
    return undefined;
  }
  const growth = addedBreaks - (to - from);
  const first = firstLine > to ? firstLine + growth : Math.min(firstLine, from);
  const last = lastLine < from ? lastLine : Math.max(lastLine, to) + growth;
  return { firstLine: first, lastLine: last };
}
