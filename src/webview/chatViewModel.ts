import type * as vscode from 'vscode';
import { type ChatActions, type ChatState, type HostMessage } from './chatProtocol.ts';

/** Text that a running answer gained; see the message `chunk`. */
export type AnswerChunk = Omit<Extract<HostMessage, { kind: 'chunk' }>, 'kind'>;

/** What the page asks the host to do for it besides; everything but `ready`, which the view answers itself. */
export type ChatHandlers = {
  readonly [Name in Exclude<keyof ChatActions, 'ready'>]: (
    params: ChatActions[Name],
  ) => void | PromiseLike<void>;
};

/** Messages for the page that are no state: they are lost, and may be, while no page is there. */
export type ChatReply = Extract<HostMessage, { kind: 'suggestions' | 'found' | 'compose' }>;

/**
 * What the chat view shows and whom it tells. The model lives as long as the extension; pages come and go, and each new
 * one gets the whole state.
 */
export interface ChatViewModel {
  /** As of now, with the text of a running answer as far as it has come. */
  readonly state: ChatState;
  /** The state changed by more than text that `onDidStream` tells of. */
  readonly onDidChange: vscode.Event<void>;
  readonly onDidStream: vscode.Event<AnswerChunk>;
  readonly onDidReply: vscode.Event<ChatReply>;
  /** One handler an action; the parameters are decoded. What one throws goes to `onError`. */
  readonly handlers: ChatHandlers;
  /** A page is there that shows the state. */
  onShown(): void;
  /** A handler failed, or a page sent what is no message (`cause` says which). */
  onError(action: string, cause: unknown): void;
}
