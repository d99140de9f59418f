import * as vscode from 'vscode';
import { type Answer, type Conversation, type Cut, type Turn } from '../../core/chat/conversation.ts';
import { type ConversationSummary } from '../../core/chat/conversationStore.ts';
import { type EngineState } from '../../engine/engineState.ts';
import {
  type AnswerView,
  type ContextKind,
  type ConversationSummary as ConversationRow,
  type ModelView,
  type TurnView,
} from '../../webview/chatProtocol.ts';

/** Turns as the page shows them. */
export function turnViews({ turns }: Conversation): readonly TurnView[] {
  return turns.map(turnView);
}

function turnView({ id, question, context, answer }: Turn): TurnView {
  return {
    id,
    question,
    context: context.map(({ kind, label, path }) => ({
      kind: viewKind(kind),
      label,
      title: path ?? label,
    })),
    notices: [
      ...answer.cuts.map((cut) => ({ text: describeCut(cut) })),
      ...(answer.kind === 'failed'
        ? [{ text: vscode.l10n.t('Another model may help.'), action: 'chooseModel' as const }]
        : []),
    ],
    answer: answerView(answer),
  };
}

/** The page draws a diff as a file: both are text of the repository. */
export function viewKind(kind: Turn['context'][number]['kind']): ContextKind {
  return kind === 'diff' ? 'file' : kind;
}

function answerView(answer: Answer): AnswerView {
  const { text, model, promptTokens, tokens, tokensPerSecond } = answer;
  const shared = {
    text,
    ...(model === ''
      ? {}
      : {
          figures: {
            modelName: model,
            ...(promptTokens > 0 ? { promptTokens } : {}),
            ...(tokens > 0 ? { tokens } : {}),
            ...(tokensPerSecond > 0 ? { tokensPerSecond } : {}),
          },
        }),
  };
  return answer.kind === 'failed'
    ? { ...shared, kind: 'failed', message: answer.message }
    : { ...shared, kind: answer.kind };
}

/** What did not fit into a prompt, as a sentence. */
export function describeCut(cut: Cut): string {
  switch (cut.kind) {
    case 'itemDropped':
      return vscode.l10n.t('{0} did not fit and was left out.', cut.label);
    case 'itemShortened':
      return vscode.l10n.t(
        'Of {0}, lines {1} to {2} of {3} fit.',
        cut.label,
        cut.firstLine + 1,
        cut.lastLine + 1,
        cut.lines,
      );
    case 'turnsDropped':
      return vscode.l10n.t('The {0} oldest questions of this conversation did not fit.', cut.turns);
    case 'earlierContextDropped':
      return vscode.l10n.t('The context of {0} earlier questions did not fit.', cut.turns);
  }
}

/** The history, newest first. */
export function historyRows(
  summaries: readonly ConversationSummary[],
  now: number,
  locale: string,
): readonly ConversationRow[] {
  const today = new Date(now).toDateString();
  return summaries.map(({ id, title, updatedAt }) => {
    const changed = new Date(updatedAt);
    const when =
      changed.toDateString() === today
        ? changed.toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit' })
        : changed.toLocaleDateString(locale, { dateStyle: 'medium' });
    return { id, title: title === '' ? vscode.l10n.t('New Conversation') : title, when };
  });
}

/** The engine's state as the page shows it; `name` is the chosen model's while none is loaded. */
export function modelView(
  state: EngineState,
  name: string,
  describe: (state: EngineState) => string,
): ModelView {
  switch (state.kind) {
    case 'ready':
      return { kind: 'ready', name: state.engine.model.name };
    case 'resting':
      // Loads by itself with the next question.
      return { kind: 'ready', name };
    case 'starting':
    case 'restarting':
      return { kind: 'loading', name };
    case 'loading':
      return { kind: 'loading', name, percent: Math.round(state.fraction * 100) };
    case 'failed':
      return { kind: 'failed', name, message: describe(state) };
  }
}
