/** Where somebody changed something, or where the cursor was before it went elsewhere. */
export interface TrailMark {
  readonly documentId: string;
  /** Counted from 0; it moves with the text. */
  readonly line: number;
  readonly kind: 'recentEdit' | 'visited';
  readonly at: number;
}

/** Lines of a document that others took the place of. */
export interface ChangedLines {
  readonly firstLine: number;
  readonly lastLine: number;
  /** Line breaks in the new text. */
  readonly addedBreaks: number;
}

/** A cursor that goes further was elsewhere before. */
export const JUMP_LINES = 30;
/** So many places are remembered, whatever the number of documents. */
const MOST = 40;
/** Places as near as this are one. */
export const NEAR_LINES = 8;

/** Where the author was and what was changed lately, in all documents of a window. Costs a key next to nothing. */
export class ChangeTrail {
  /** The newest last. */
  #marks: TrailMark[] = [];

  /** Notes a change, and moves the marks below it along with the text. */
  noteEdit(documentId: string, change: ChangedLines, at: number): void {
    this.moveAlong(documentId, change);
    this.#add({ documentId, line: change.firstLine + change.addedBreaks, kind: 'recentEdit', at });
  }

  /** Moves the marks below a change that no author made by hand, such as a formatter's. */
  moveAlong(documentId: string, { firstLine, lastLine, addedBreaks }: ChangedLines): void {
    const growth = addedBreaks - (lastLine - firstLine);
    // In the midst of what is gone, a mark is at most at the end of what came in its place.
    const moved = (line: number): number =>
      line > lastLine ? line + growth : Math.min(line, firstLine + addedBreaks);
    if (growth !== 0) {
      this.#marks = this.#marks.map((mark) =>
        mark.documentId === documentId ? { ...mark, line: moved(mark.line) } : mark,
      );
    }
  }

  noteVisit(documentId: string, line: number, at: number): void {
    this.#add({ documentId, line, kind: 'visited', at });
  }

  /** The marks of one document, the newest first. */
  marksOf(documentId: string): readonly TrailMark[] {
    return this.#marks.filter((mark) => mark.documentId === documentId).toReversed();
  }

  /** The documents with marks, those of the newest mark first. */
  get documentIds(): readonly string[] {
    return [...new Set(this.#marks.toReversed().map(({ documentId }) => documentId))];
  }

  forget(documentId: string): void {
    this.#marks = this.#marks.filter((mark) => mark.documentId !== documentId);
  }

  forgetAll(): void {
    this.#marks = [];
  }

  #add(mark: TrailMark): void {
    this.#marks = this.#marks.filter(
      (other) =>
        other.documentId !== mark.documentId ||
        other.kind !== mark.kind ||
        Math.abs(other.line - mark.line) > NEAR_LINES,
    );
    this.#marks.push(mark);
    this.#marks.splice(0, this.#marks.length - MOST);
  }
}
