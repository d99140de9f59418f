import * as vscode from 'vscode';
import { type Conversation } from '../../core/chat/conversation.ts';
import { type AnswerChunk } from '../../webview/chatViewModel.ts';

/** Sends the page what a running answer has gained, instead of the whole state for each token. */
export class AnswerStream implements vscode.Disposable {
  readonly #streamed = new vscode.EventEmitter<AnswerChunk>();
  readonly onDidStream = this.#streamed.event;
  /** Length of the running answer that the page has, by conversation. */
  readonly #sent = new Map<string, number>();

  /** Sends the new text of the last answer; false when it is the first, which the page must learn of with the state. */
  write({ id, turns }: Conversation): boolean {
    const last = turns.at(-1);
    if (last === undefined) {
      return false;
    }
    const { text } = last.answer;
    const offset = this.#sent.get(id) ?? 0;
    this.#sent.set(id, text.length);
    if (offset === 0) {
      return false;
    }
    this.#streamed.fire({ turnId: last.id, offset, text: text.slice(offset) });
    return true;
  }

  /** The page gets, or got, the whole of a conversation by other means. */
  restart(conversationId: string): void {
    this.#sent.delete(conversationId);
  }

  dispose(): void {
    this.#streamed.dispose();
  }
}
