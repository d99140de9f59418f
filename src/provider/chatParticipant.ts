import * as vscode from 'vscode';
import { answerTurn, type AnswerListener, type AskedTurn } from '../core/chat/answerTurn.ts';
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
import { type FormatId } from '../core/chat/formats/promptFormat.ts';
import {
  parseQuestion,
  wantsContext,
  type ActionCommand,
  type UserPrompt,
} from '../core/chat/slashCommands.ts';
import { describeSecrets, type StagedContext } from '../workbench/assist/stagedChanges.ts';
import { describeEnd } from './languageModelFailure.ts';
import { toAbortSignal } from './toAbortSignal.ts';

/** Text that goes with a request, and where it is from. */
export interface RequestContext {
  readonly item: ContextItem;
  /** Undefined for what is in no file. */
  readonly source: vscode.Uri | vscode.Location | undefined;
}

/** What the participant takes from its surroundings. */
export interface ParticipantSurroundings {
  readonly engine: ChatEngine;
  /** What the request is about; secrets and ignored files left out. */
  contextOf(request: vscode.ChatRequest): Promise<readonly RequestContext[]>;
  /** Only what the user named in it. */
  namedContextOf(request: vscode.ChatRequest): Promise<readonly RequestContext[]>;
  /** The user's own slash commands. */
  userPrompts(): readonly UserPrompt[];
  /** The way in which the user wants models to be asked. */
  readonly preferredFormat: () => FormatId | undefined;
  /** The sentence for what did not fit. */
  readonly describeCut: (cut: Cut) => string;
  /** What is staged, for the command that writes about that. */
  staged(): Promise<StagedContext>;
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
      const found = wantsContext(question, 'diff')
        ? await stagedAndNamed(surroundings, request, response)
        : { contexts: await surroundings.contextOf(request) };
      if ('refusal' in found) {
        return { errorDetails: { message: found.refusal } };
      }
      const earlier = turnsOf(history);
      for (const { source } of found.contexts) {
        if (source !== undefined) {
          response.reference(source);
        }
      }
      const context = found.contexts.map(({ item }) => item);
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
          preferredFormat: surroundings.preferredFormat(),
          describeTooLong,
          describeTooSmall,
        },
        abort.signal,
        listenerOf(response, surroundings),
      );
      return resultOf(end);
    } finally {
      abort.dispose();
    }
  };
}

/** Nothing that was shown can be taken back, so that text which begins to repeat itself is not given. */
function listenerOf(
  response: vscode.ChatResponseStream,
  { describeCut }: ParticipantSurroundings,
): AnswerListener {
  return {
    onText: ({ text }) => {
      if (text !== '') {
        response.markdown(text);
      }
    },
    onFigures: ({ cuts = [] }) => {
      for (const cut of cuts) {
        response.progress(describeCut(cut));
      }
    },
  };
}

/** What is staged, and what the user named besides it. */
async function stagedAndNamed(
  surroundings: ParticipantSurroundings,
  request: vscode.ChatRequest,
  response: vscode.ChatResponseStream,
): Promise<{ readonly contexts: readonly RequestContext[] } | { readonly refusal: string }> {
  const staged = await surroundings.staged();
  switch (staged.kind) {
    case 'nothing':
      return { refusal: staged.message };
    case 'notChosen':
      return { refusal: vscode.l10n.t('No repository was chosen.') };
    case 'staged': {
      const secrets = describeSecrets(staged.secrets);
      if (secrets !== undefined) {
        response.progress(secrets);
      }
      const contexts = staged.items.map((item) => ({
        item,
        source: item.path === undefined ? undefined : vscode.Uri.joinPath(staged.root, item.path),
      }));
      return { contexts: [...contexts, ...(await surroundings.namedContextOf(request))] };
    }
  }
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
    case 'repeated':
      return { errorDetails: { message: describeEnd(end) } };
    case 'cut':
      return { errorDetails: { message: vscode.l10n.t('The answer was cut at the limit of its length.') } };
    case 'done':
    case 'stopped':
      return {};
  }
}
