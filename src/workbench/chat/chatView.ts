import * as vscode from 'vscode';
import {
  type Answer,
  type Conversation,
  type Interruption,
  type Turn,
} from '../../core/chat/conversation.ts';
import { type ConversationSummary } from '../../core/chat/conversationStore.ts';
import { type PromptFormat } from '../../core/chat/formats/promptFormat.ts';
import { type EngineState } from '../../engine/engineState.ts';
import {
  type AnswerView,
  type ContextKind,
  type ConversationSummary as ConversationRow,
  type ModelView,
  type TurnView,
} from '../../webview/chatProtocol.ts';
import { describeTooSmall } from './chatLimits.ts';
import { describeCut } from './describeCut.ts';
import { formatLabel } from './formatLabel.ts';

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
    notices: answer.cuts.map(describeCut),
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
  switch (answer.kind) {
    case 'failed':
      return {
        ...shared,
        kind: 'failed',
        message: answer.message,
        ...(answer.isUnasked === true ? { isUnasked: true } : {}),
      };
    case 'interrupted':
      return { ...shared, kind: 'interrupted', message: describeInterruption(answer.reason) };
    case 'running':
    case 'done':
    case 'cut':
    case 'stopped':
    case 'repeated':
      return { ...shared, kind: answer.kind };
  }
}

function describeInterruption(reason: Interruption): string {
  switch (reason) {
    case 'engineEnded':
      return vscode.l10n.t('The engine ended before the answer did.');
    case 'engineReplaced':
      return vscode.l10n.t('Another model was chosen, or another window took the engine.');
    case 'editorEnded':
      return vscode.l10n.t('VS Code was closed before the answer was complete.');
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

/** What is shown of the model that answers. */
export interface ModelNames {
  /** The chosen model's while none is loaded. */
  readonly name: string;
  /** Whether it is another model than that of the completions, of which the engine's state speaks. */
  readonly own: boolean;
  /** How it is asked; undefined until it was loaded once. */
  readonly format: PromptFormat | undefined;
}

/** The engine's state as the page shows it. */
export function modelView(
  state: EngineState,
  { name, format, own }: ModelNames,
  describe: (state: EngineState) => string,
): ModelView {
  const ready = (shown: string): ModelView => ({
    kind: 'ready',
    name: shown,
    ...(format === undefined ? {} : { format: formatLabel(format.id) }),
    ...(format === undefined || format.skill === 'conversation'
      ? {}
      : { limits: describeTooSmall(shown, format.skill) }),
  });
  switch (state.kind) {
    case 'ready':
      return ready(own ? name : state.engine.model.name);
    case 'resting':
      // Loads by itself with the next question.
      return ready(name);
    case 'starting':
    case 'restarting':
      return { kind: 'loading', name };
    case 'loading':
      return { kind: 'loading', name, percent: Math.round(state.fraction * 100) };
    case 'failed':
      return { kind: 'failed', name, message: describe(state) };
  }
}
