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
  type Cut,
  type Turn,
} from '../core/chat/conversation.ts';
import { parseQuestion, type ActionCommand, type UserPrompt } from '../core/chat/slashCommands.ts';
import { describeEnd } from './languageModelFailure.ts';
import { toAbortSignal } from './toAbortSignal.ts';

/** Text that goes with a request, and where it is from. */
export interface RequestContext {
  readonly item: ContextItem;
  readonly source: vscode.Uri | vscode.Location;
}

/** What the participant takes from its surroundings. */
export interface ParticipantSurroundings {
  readonly engine: ChatEngine;
  /** What the request is about; secrets and ignored files left out. */
  contextOf(request: vscode.ChatRequest): Promise<readonly RequestContext[]>;
  /** The user's own slash commands. */
  userPrompts(): readonly UserPrompt[];
  /** The sentence for what did not fit. */
  describeCut(cut: Cut): string;
  /** Does what needs no model. */
  act(name: ActionCommand['name'], response: vscode.ChatResponseStream): Promise<void>;
  readonly describeTooLong: AskedTurn['describeTooLong'];
  readonly describeTooSmall: AskedTurn['describeTooSmall'];
}

/** Answers `@openelm` in the built-in chat view, with the slash commands of the panel. */
export function chatParticipantHandler(surroundings: ParticipantSurroundings): vscode.ChatRequestHandler {
  return async (request, { history }, response, token) => {
    const abort = toAbortSignal(token);
    try {
      const question = withCommand(request);
      const { command } = parseQuestion(question);
      if (command?.kind === 'action') {
        await surroundings.act(command.name, response);
        return {};
      }
      const earlier = turnsOf(history);
      const contexts = await surroundings.contextOf(request);
      for (const { source } of contexts) {
        response.reference(source);
      }
      const context = contexts.map(({ item }) => item);
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
          userPrompts: surroundings.userPrompts(),
          describeTooLong,
          describeTooSmall,
        },
        abort.signal,
        {
          onText: ({ text }) => {
            response.markdown(text);
          },
          onFigures: ({ cuts = [] }) => {
            for (const cut of cuts) {
              response.progress(surroundings.describeCut(cut));
            }
          },
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
      return { errorDetails: { message: describeEnd(end) } };
    case 'cut':
      return { errorDetails: { message: vscode.l10n.t('The answer was cut at the limit of its length.') } };
    case 'done':
    case 'stopped':
      return {};
  }
}
