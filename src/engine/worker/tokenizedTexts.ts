import { wholeCharacterIndex } from '../../core/completion/lineText.ts';
import { type NativeModel, type TokenId } from './nativeRuntime.ts';

/** A piece of a text that is tokenized by itself: what a key changes is one piece. */
const PIECE_CHARACTERS = 1000;
/** Where no line ends before that, a piece ends anywhere. */
const LONGEST_PIECE = 4000;
/** Of all pieces together. */
const MOST_CHARACTERS = 1_000_000;

/** Tokens of texts that come again with every key and have hardly changed since. */
export class TokenizedTexts {
  /** In order of use: the first is the next to go. */
  readonly #pieces = new Map<string, readonly TokenId[]>();
  #characters = 0;

  constructor(private readonly model: Pick<NativeModel, 'tokenize'>) {}

  /** The tokens of a text, which may differ from the whole's where two pieces meet. */
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
    const known = this.#pieces.get(piece);
    if (known !== undefined) {
      this.#pieces.delete(piece);
      this.#pieces.set(piece, known);
      return known;
    }
    const tokens = this.model.tokenize(piece, { isContinued: true });
    this.#pieces.set(ownCopy(piece), tokens);
    this.#characters += piece.length;
    for (const oldest of this.#pieces.keys()) {
      if (this.#characters <= MOST_CHARACTERS) {
        break;
      }
      this.#pieces.delete(oldest);
      this.#characters -= oldest.length;
    }
    return tokens;
  }
}

/** A part of a string keeps the whole of it in memory. */
function ownCopy(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}

/** Whole lines, as many to a piece as it takes to be long enough. */
function* piecesOf(text: string): Generator<string> {
  let start = 0;
  while (start < text.length) {
    const lineEnd = text.indexOf('\n', start + PIECE_CHARACTERS);
    const longest = wholeCharacterIndex(text, start + LONGEST_PIECE);
    const end = Math.min(lineEnd === -1 ? text.length : lineEnd + 1, longest);
    yield text.slice(start, end);
    start = end;
  }
}
