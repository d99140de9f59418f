import { type ChatPrompt, type PromptFormat } from './formats/promptFormat.ts';
import { type PromptPiece } from './promptPiece.ts';
import { type CountTokens } from './shortenContext.ts';

/** Tokens of a prompt, never less than the engine counts; names of control tokens count as one. */
export async function promptTokens(pieces: readonly PromptPiece[], count: CountTokens): Promise<number> {
  const texts = pieces.flatMap((piece) =>
    'text' in piece ? [piece.text] : 'markup' in piece ? [piece.markup] : [],
  );
  const counts = await count(texts);
  return counts.reduce((total, number) => total + number, pieces.length - texts.length);
}

/**
 * What a question with its answer costs in a prompt besides its words; where there is no earlier exchange, what the only
 * one costs.
 */
export async function exchangeOverhead(format: PromptFormat, count: CountTokens): Promise<number> {
  const prompt: ChatPrompt = { system: '', history: [], question: 'a', answerSoFar: '' };
  if (!format.hasHistory) {
    return promptTokens(format.render({ ...prompt, question: '' }), count);
  }
  const without = await promptTokens(format.render(prompt), count);
  const history = [{ question: 'a', answer: 'a' }];
  return (await promptTokens(format.render({ ...prompt, history }), count)) - without;
}
