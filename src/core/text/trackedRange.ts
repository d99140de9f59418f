/** A stretch of a document, in UTF-16 code units from its start. */
export interface OffsetRange {
  readonly start: number;
  readonly end: number;
}

/** A change of a document: what stood at `offset` for `replacedLength` became `text`. */
export interface TextChange {
  readonly offset: number;
  readonly replacedLength: number;
  readonly text: string;
}

/** Where a stretch is after a change; undefined when the change touched it. */
export function shiftRange(range: OffsetRange, change: TextChange): OffsetRange | undefined {
  const { start, end } = range;
  const changeEnd = change.offset + change.replacedLength;
  if (change.offset >= end) {
    return range;
  }
  if (changeEnd > start) {
    return undefined;
  }
  const growth = change.text.length - change.replacedLength;
  return { start: start + growth, end: end + growth };
}

/** Where a stretch is after changes that were made at once, all given in offsets of the text before them. */
export function shiftRangeByAll(range: OffsetRange, changes: readonly TextChange[]): OffsetRange | undefined {
  // From the end backwards: a change does not move what stands before it.
  const lastFirst = [...changes].sort((a, b) => b.offset - a.offset);
  return lastFirst.reduce<OffsetRange | undefined>(
    (current, change) => (current === undefined ? undefined : shiftRange(current, change)),
    range,
  );
}
