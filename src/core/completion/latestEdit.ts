/** How a document changed last where nobody wrote: then nobody waits for what comes next. */
export type NotWritten =
  /** It was undone, or done again. */
  | 'undone'
  /** Several lines of something else were put in. */
  | 'pasted';

/** What a document's change put where. */
export interface PlacedText {
  /** In the document's own characters, as its line ends are. */
  readonly offset: number;
  readonly text: string;
}

/**
 * Tells from the changes of documents whether the latest one was written. Stable API tells of undoing, and of pasting
 * nothing; a snippet of several lines leaves the cursor within it, a paste at its end.
 */
export class LatestEdit {
  #latest: { readonly documentId: string; readonly kind: NotWritten; readonly end: number } | undefined;
  #offered: readonly string[] = [];

  /** Notes a change, in the order in which changes come. */
  note(documentId: string, changes: readonly PlacedText[], isUndo: boolean): void {
    const [change, ...others] = changes;
    if (change === undefined) {
      return;
    }
    const end = change.offset + change.text.length;
    const isPaste = others.length === 0 && this.#isForeign(change.text);
    const kind = isUndo ? 'undone' : isPaste ? 'pasted' : undefined;
    this.#latest = kind === undefined ? undefined : { documentId, kind, end };
  }

  /** Notes what is shown from now on: who takes it, or a part of it, has not pasted it. */
  noteOffered(texts: readonly string[]): void {
    this.#offered = texts;
  }

  /** @param offset of the cursor, in the document's own characters */
  kindAt(documentId: string, offset: number): NotWritten | undefined {
    const { kind, end, documentId: changed } = this.#latest ?? {};
    return changed === documentId && (kind === 'undone' || end === offset) ? kind : undefined;
  }

  #isForeign(text: string): boolean {
    const lines = text.replaceAll('\r\n', '\n');
    // No key puts a line break between things to see, whatever the editor adds of its own.
    return lines.trim().includes('\n') && !this.#offered.some((offered) => offered.includes(lines));
  }
}
