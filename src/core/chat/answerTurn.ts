import { chatBudget } from './chatBudget.ts';
import { ChatFailure, type ChatEngine } from './chatEngine.ts';
import { fitPrompt } from './contextBudget.ts';
import { type AnswerEnd, type AnswerFigures, type Turn } from './conversation.ts';
import { chooseFormat } from './formats/chooseFormat.ts';
import { type FormatId, type PromptFormat } from './formats/promptFormat.ts';
import { type UserPrompt } from './slashCommands.ts';
import { needsLargerModel } from './userMessage.ts';

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
export interface AnswerListener {
  onText(chunk: { readonly text: string; readonly tokens: number }): void;
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
    return await answer(engine, asked, signal, listener);
  } catch (error) {
    if (signal.aborted) {
      return { kind: 'stopped' };
    }
    return error instanceof ChatFailure ? error.end : { kind: 'failed', message: String(error) };
  }
}

async function answer(
  engine: ChatEngine,
  asked: AskedTurn,
  signal: AbortSignal,
  listener: AnswerListener,
): Promise<AnswerEnd> {
  const model = await engine.model();
  signal.throwIfAborted();
  const format = chooseFormat(model, asked.preferredFormat);
  const budget = chatBudget(model, format);
  listener.onFigures({ model: model.name });
  const { earlier, turn, userPrompts } = asked;
  if (needsLargerModel(turn.question, turn.context, format)) {
    return { kind: 'failed', message: asked.describeTooSmall(model.name, format.skill) };
  }
  const prompt = await fitPrompt(
    {
      format,
      earlier,
      turn,
      answerSoFar: turn.answer.text,
      userPrompts,
      budgetTokens: budget.promptTokens,
    },
    (texts) => engine.countTokens(texts),
  );
  signal.throwIfAborted();
  if (prompt.kind === 'tooLong') {
    const message = asked.describeTooLong(prompt.promptTokens, budget.promptTokens);
    return { kind: 'failed', message };
  }
  listener.onFigures({ promptTokens: prompt.promptTokens, cuts: prompt.cuts });
  const { promptTokens, tokensPerSecond, endedBy } = await engine.generate(
    {
      conversationId: asked.conversationId,
      pieces: prompt.pieces,
      maxTokens: budget.answerTokens,
      stop: format.stop,
      temperature: asked.isVariation ? VARIATION_TEMPERATURE : 0,
      repetitionPenalty: format.repetitionPenalty,
    },
    signal,
    (chunk) => {
      if (!signal.aborted) {
        listener.onText(chunk);
      }
    },
  );
  listener.onFigures({ promptTokens, tokensPerSecond });
  return { kind: endedBy === 'model' ? 'done' : endedBy === 'limit' ? 'cut' : 'stopped' };
}
