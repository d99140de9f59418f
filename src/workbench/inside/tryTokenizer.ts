import * as vscode from 'vscode';
import { toEngineError } from '../../engine/engineError.ts';
import { type TextPiece } from '../../engine/protocol.ts';
import { printableText } from '../../models/inside/printableText.ts';
import { type InsideHostMessage } from '../../webview/inside/insideProtocol.ts';
import { describeError } from '../describe.ts';

/** Cuts a text into the tokens of the model in use; the supervisor is one. */
export interface Tokenizer {
  textPieces(text: string): Promise<readonly TextPiece[]>;
}

/** What the page shows; the sum counts all. */
const MAX_SHOWN_PIECES = 2048;

/** The tokens of a text as the page shows them, or what hindered it. */
export async function tryTokenizer(
  tokenizer: Tokenizer,
  { requestId, text }: { readonly requestId: number; readonly text: string },
): Promise<InsideHostMessage> {
  try {
    const pieces = await tokenizer.textPieces(text);
    return {
      kind: 'pieces',
      requestId,
      pieces: pieces
        .slice(0, MAX_SHOWN_PIECES)
        .map((piece) => ({ id: piece.id, text: printableText(piece.text) })),
      summary: vscode.l10n.t('Tokens: {0}, characters: {1}', pieces.length, Array.from(text).length),
    };
  } catch (error) {
    return { kind: 'problem', requestId, message: describeError(toEngineError(error, 'engineCrashed')) };
  }
}
