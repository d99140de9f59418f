import { type NativeModel, type TokenId } from './nativeRuntime.ts';

/** A piece of a text that is tokenized by itself: what a key changes is one piece. */
const PIECE_CHARACTERS = 1000;
/** About a megabyte of text. */
const MOST_PIECES = 1000;

/** Tokens of texts that come again with every key and have hardly changed since. */
export class TokenizedTexts {
  /** In order of use: the first is the next to go. */
  readonly #pieces = new Map<string, readonly TokenId[]>();

  constructor(private readonly model: Pick<NativeModel, 'tokenize'>) {}

  /** The tokens of a text, which may differ from the whole's where two pieces meet, at the ends of lines. */
  tokensOf(text: string): readonly TokenId[] {
    const tokens: TokenId[] = [];
    for (const piece of piecesOf(text)) {
      for (const token of this.#tokensOfPiece(piece)) {
        tokens.push(token);
      }
    }
    return tokens;
  }

  #tokensOfPiece(piece: string): readonly TokenId[] {
    const tokens = this.#pieces.get(piece) ?? this.model.tokenize(piece, { isContinued: true });
    this.#pieces.delete(piece);
    this.#pieces.set(piece, tokens);
    const [oldest] = this.#pieces.keys();
    if (this.#pieces.size > MOST_PIECES && oldest !== undefined) {
      this.#pieces.delete(oldest);
    }
    return tokens;
  }
}

/** Whole lines, as many to a piece as it takes to be long enough. */
function* piecesOf(text: string): Generator<string> {
  let start = 0;
  while (start < text.length) {
    const end = text.indexOf('\n', start + PIECE_CHARACTERS);
    const next = end === -1 ? text.length : end + 1;
    yield text.slice(start, next);
    start = next;
  }
}
