/**
 * Characters that change what others look like, or look like nothing: bidi embeddings, overrides and isolates, tags,
 * zero-width spaces, controls. Joiners and directional marks stay: scripts and emoji need them.
 */
const HIDDEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u180e\u200b\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

/** A piece of text, or a hidden character by its name, such as `U+202E`. */
export type VisiblePiece = { readonly text: string } | { readonly hidden: string };

/** Splits a text at its hidden characters. */
export function visiblePieces(text: string): VisiblePiece[] {
  const pieces: VisiblePiece[] = [];
  let end = 0;
  for (const match of text.matchAll(HIDDEN)) {
    if (match.index > end) {
      pieces.push({ text: text.slice(end, match.index) });
    }
    const code = match[0].codePointAt(0) ?? 0;
    pieces.push({ hidden: `U+${code.toString(16).toUpperCase().padStart(4, '0')}` });
    end = match.index + match[0].length;
  }
  if (end < text.length) {
    pieces.push({ text: text.slice(end) });
  }
  return pieces;
}

/** The text with the names of its hidden characters in their places, for attributes and labels. */
export function withVisibleCharacters(text: string): string {
  return visiblePieces(text)
    .map((piece) => ('text' in piece ? piece.text : `[${piece.hidden}]`))
    .join('');
}
