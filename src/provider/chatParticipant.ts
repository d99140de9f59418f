import * as vscode from 'vscode';
import { answerTurn, type AskedTurn } from '../core/chat/answerTurn.ts';
import { type ChatEngine } from '../core/chat/chatEngine.ts';
import {
  appendChunk,
  endAnswer,
  newConversation,
  send,
  type AnswerEnd,
  type ContextItem,
  type Turn,
} from '../core/chat/conversation.ts';
import { toAbortSignal } from './toAbortSignal.ts';

/** What the participant takes from its surroundings. */
export interface ParticipantSurroundings {
  readonly engine: ChatEngine;
  /** The text of what the request refers to, and of the selection; secrets and ignored files left out. */
  contextOf(request: vscode.ChatRequest): Promise<readonly ContextItem[]>;
  readonly describeTooLong: AskedTurn['describeTooLong'];
  readonly describeTooSmall: AskedTurn['describeTooSmall'];
}

/** Answers `@openelm` in the built-in chat view, with the slash commands of the panel. */
export function chatParticipantHandler(surroundings: ParticipantSurroundings): vscode.ChatRequestHandler {
  return async (request, { history }, response, token) => {
    const abort = toAbortSignal(token);
    try {
      const question = withCommand(request);
      const earlier = turnsOf(history);
      const context = await surroundings.contextOf(request);
      const asked = send(newConversation('', 0), { id: 'asked', question, context }, 0);
      const [turn] = asked.turns;
      if (turn === undefined) {
        return undefined;
      }
      const { engine, describeTooLong, describeTooSmall } = surroundings;
      const end = await answerTurn(
        engine,
        {
          conversationId: '@openelm',
          earlier,
          turn,
          isVariation: false,
          userPrompts: [],
          describeTooLong,
          describeTooSmall,
        },
        abort.signal,
        {
          onText: ({ text }) => {
            response.markdown(text);
          },
          onFigures: () => undefined,
        },
      );
      return resultOf(end);
    } finally {
      abort.dispose();
    }
  };
}

function withCommand({
  command,
  prompt,
}: {
  readonly command?: string | undefined;
  readonly prompt: string;
}): string {
  return command === undefined ? prompt : `/${command} ${prompt}`;
}

/** The questions and answers before this one, as the chat view kept them. */
function turnsOf(history: vscode.ChatContext['history']): readonly Turn[] {
  let conversation = newConversation('', 0);
  for (const [index, turn] of history.entries()) {
    if (turn instanceof vscode.ChatRequestTurn) {
      conversation = send(conversation, { id: String(index), question: withCommand(turn), context: [] }, 0);
    } else {
      const id = conversation.turns.at(-1)?.id ?? '';
      const written = appendChunk(conversation, id, { text: textOf(turn), tokens: 0 });
      conversation = endAnswer(written, id, { kind: 'done' }, 0);
    }
  }
  return conversation.turns;
}

function textOf({ response }: vscode.ChatResponseTurn): string {
  return response
    .map((part) => (part instanceof vscode.ChatResponseMarkdownPart ? part.value.value : ''))
    .join('');
}

function resultOf(end: AnswerEnd): vscode.ChatResult {
  switch (end.kind) {
    case 'failed':
      return { errorDetails: { message: end.message } };
    case 'interrupted':
      return {
        errorDetails: { message: vscode.l10n.t('The engine ended before the answer did. Ask again.') },
      };
    case 'done':
    case 'cut':
    case 'stopped':
      return {};
  }
}
