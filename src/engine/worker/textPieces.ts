import { type TextPiece } from '../protocol.ts';
import { type NativeModel } from './nativeRuntime.ts';

/** Enough for a vocabulary that writes a token otherwise where others stand before it. */
const PRECEDING_TOKENS = 8;

/** The tokens of a text, each with what it stands for behind those before it. */
export function textPieces(model: Pick<NativeModel, 'tokenize' | 'detokenize'>, text: string): TextPiece[] {
  const tokens = model.tokenize(text, { isContinued: true });
  return tokens.map((id, at) => ({
    id,
    text: model.detokenize([id], tokens.slice(Math.max(0, at - PRECEDING_TOKENS), at)),
  }));
}
