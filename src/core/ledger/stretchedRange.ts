import { type OffsetRange, type TextChange } from '../text/trackedRange.ts';

/**
 * Where a stretch is after a change that may touch it, as somebody who works on it would say: what is written inside
 * belongs to it, what is put before or behind it does not, and what takes the place of a part of it stands for that.
 */
export function stretchedRange(range: OffsetRange, change: TextChange): OffsetRange {
  const changeEnd = change.offset + change.replacedLength;
  const growth = change.text.length - change.replacedLength;
  if (change.offset >= range.end) {
    return range;
  }
  if (changeEnd <= range.start) {
    return { start: range.start + growth, end: range.end + growth };
  }
  return {
    start: Math.min(range.start, change.offset),
    end: Math.max(range.end, changeEnd) + growth,
  };
}

/** The changes of one step, the last in the text first: so none moves what the next one speaks of. */
export function lastFirst(changes: readonly TextChange[]): readonly TextChange[] {
  return changes.length < 2 ? changes : [...changes].sort((a, b) => b.offset - a.offset);
}
