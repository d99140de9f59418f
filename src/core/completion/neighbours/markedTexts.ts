import { NEAR_LINES, type TrailMark } from './changeTrail.ts';
import { type IndexedChunk, type IndexedText } from './indexedText.ts';
import { lastLineOf } from './textChunks.ts';

/**
 * A text by what its chunks are known for: those in which something was changed lately, those that the cursor has left,
 * and the others, which are elsewhere in the document itself (`isOwn`).
 *
 * @param marks the newest first
 */
export function markedTexts(
  text: Pick<IndexedText, 'path' | 'languageId' | 'chunks'>,
  marks: readonly TrailMark[],
  isOwn: boolean,
): readonly IndexedText[] {
  const seenAt = marks[0]?.at ?? -Infinity;
  const { path, languageId, chunks } = text;
  const marked = new Map<IndexedChunk, TrailMark>();
  for (const mark of marks) {
    const chunk = chunks.findLast((one) => isAt(one, mark.line));
    const known = chunk === undefined ? undefined : marked.get(chunk);
    // A change says more than a visit.
    if (chunk !== undefined && (known === undefined || known.kind === 'visited')) {
      marked.set(chunk, mark);
    }
  }
  const apart = [...marked].map(([chunk, { kind, at }]) => ({
    ...{ path, languageId, origin: kind, seenAt: at, isOwn },
    chunks: [chunk],
  }));
  const others = chunks.filter((chunk) => !marked.has(chunk));
  return [
    ...apart,
    { path, languageId, origin: isOwn ? 'elsewhere' : 'open', seenAt, chunks: others, isOwn },
  ];
}

/** Whether a line is one of a chunk's, or of the blank ones and the few behind it that no chunk has. */
function isAt(chunk: IndexedChunk, line: number): boolean {
  return chunk.firstLine <= line && line <= lastLineOf(chunk) + NEAR_LINES;
}
