/**
 * A part of a prompt that stands for a whole, such as one side of a chat.
 *
 * `text` is read as it stands, whatever it says: what a person or a model wrote. `control` is one control token by its
 * name, such as `<|user|>`. `markup` is text of the template itself, in which control tokens are recognised.
 */
export type PromptPiece =
  { readonly text: string } | { readonly control: string } | { readonly markup: string };

/** Pieces with neighbours of the same kind joined and empty ones left out: a tokenizer reads whole words better. */
export function joinPieces(pieces: readonly PromptPiece[]): PromptPiece[] {
  const joined: PromptPiece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last !== undefined && 'text' in last && 'text' in piece) {
      joined[joined.length - 1] = { text: last.text + piece.text };
    } else if (last !== undefined && 'markup' in last && 'markup' in piece) {
      joined[joined.length - 1] = { markup: last.markup + piece.markup };
    } else if (!isEmpty(piece)) {
      joined.push(piece);
    }
  }
  return joined;
}

function isEmpty(piece: PromptPiece): boolean {
  return ('text' in piece && piece.text === '') || ('markup' in piece && piece.markup === '');
}
