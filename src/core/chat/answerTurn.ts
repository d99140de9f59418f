import { asContextAllows } from './asContextAllows.ts';
import { ChatFailure, type ChatEngine } from './chatEngine.ts';
import { type AnswerEnd, type AnswerFigures, type Turn } from './conversation.ts';
import { type FormatId, type PromptFormat } from './formats/promptFormat.ts';
import { prepareAnswer } from './prepareAnswer.ts';
import { generateWatched, type WatchedListener, type WatchedResult } from './repetition/generateWatched.ts';
import { type UserPrompt } from './slashCommands.ts';

/** A turn to be answered. */
export interface AskedTurn {
  readonly conversationId: string;
  readonly earlier: readonly Turn[];
  /** Its answer holds the text to go on from, or none. */
  readonly turn: Turn;
  /** Whether another answer than the last one is wanted. */
  readonly isVariation: boolean;
  readonly userPrompts: readonly UserPrompt[];
  readonly preferredFormat?: FormatId | undefined;
  /** The sentence for a question that is longer than the model can read, both in tokens. */
  readonly describeTooLong: (promptTokens: number, budgetTokens: number) => string;
  /** The sentence for what a model was never trained to answer; its answer would be nonsense. */
  readonly describeTooSmall: (modelName: string, skill: PromptFormat['skill']) => string;
}

/** Where an answer's parts go while it is written. */
export interface AnswerListener extends WatchedListener {
  onFigures(figures: Partial<Omit<AnswerFigures, 'text' | 'tokens'>>): void;
}

const VARIATION_TEMPERATURE = 0.7;

/** Answers one turn; says how the answer ended, whatever happened. Aborting ends it with `stopped`. */
export async function answerTurn(
  engine: ChatEngine,
  asked: AskedTurn,
  signal: AbortSignal,
  listener: AnswerListener,
): Promise<AnswerEnd> {
  try {
    return await asContextAllows(() => answer(engine, asked, signal, listener));
  } catch (error) {
    if (signal.aborted) {
      return { kind: 'stopped' };
    }
    return error instanceof ChatFailure ? error.end : { kind: 'failed', message: String(error) };
  }
}

const END_KINDS = {
  model: 'done',
  limit: 'cut',
  aborted: 'stopped',
  repetition: 'repeated',
} as const satisfies Readonly<Record<WatchedResult['endedBy'], AnswerEnd['kind']>>;

async function answer(
  engine: ChatEngine,
  asked: AskedTurn,
  signal: AbortSignal,
  listener: AnswerListener,
): Promise<AnswerEnd> {
  const model = await engine.model();
  signal.throwIfAborted();
  listener.onFigures({ model: model.name });
  const prepared = await prepareAnswer(engine, model, {
    earlier: asked.earlier,
    turn: asked.turn,
    answerSoFar: asked.turn.answer.text,
    userPrompts: asked.userPrompts,
    preferredFormat: asked.preferredFormat,
  });
  signal.throwIfAborted();
  if (prepared.kind === 'tooSmall') {
    return { kind: 'failed', message: asked.describeTooSmall(model.name, prepared.skill) };
  }
  if (prepared.kind === 'tooLong') {
    const message = asked.describeTooLong(prepared.promptTokens, prepared.budgetTokens);
    return { kind: 'failed', message };
  }
  const { format, pieces, answerTokens, cuts } = prepared;
  listener.onFigures({ promptTokens: prepared.promptTokens, cuts });
  const { promptTokens, tokensPerSecond, endedBy } = await generateWatched(
    engine,
    {
      textSoFar: asked.turn.answer.text,
      conversationId: asked.conversationId,
      pieces,
      maxTokens: answerTokens,
      stop: format.stop,
      temperature: asked.isVariation ? VARIATION_TEMPERATURE : 0,
      repetitionPenalty: format.repetitionPenalty,
    },
    signal,
    listener,
  );
  listener.onFigures({ promptTokens, tokensPerSecond });
  return { kind: END_KINDS[endedBy] };
}
