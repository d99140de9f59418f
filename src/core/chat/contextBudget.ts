import { type ContextItem, type ContextKind, type Cut, type Turn } from './conversation.ts';
import { type ChatPrompt, type PromptFormat } from './formats/promptFormat.ts';
import { type PromptPiece } from './promptPiece.ts';
import { MAX_CHARACTERS_PER_TOKEN, shortenItem, type CountTokens } from './shortenContext.ts';
import { type UserPrompt } from './slashCommands.ts';
import { contextBlock, SYSTEM_TEXT, userMessage } from './userMessage.ts';

/** What is asked, and how much of it a model can read. */
export interface PromptInput {
  readonly format: PromptFormat;
  /** Turns before the one that is asked. */
  readonly earlier: readonly Turn[];
  readonly turn: Pick<Turn, 'question' | 'context'>;
  /** What there is of the answer already. */
  readonly answerSoFar: string;
  readonly userPrompts: readonly UserPrompt[];
  /** Tokens for the prompt: the context less the answer's reserve. */
  readonly budgetTokens: number;
}

export type FittedPrompt =
  | {
      readonly kind: 'fits';
      readonly pieces: readonly PromptPiece[];
      /** Never less than what the engine counts. */
      readonly promptTokens: number;
      readonly cuts: readonly Cut[];
    }
  /** The question alone is too long. */
  | { readonly kind: 'tooLong'; readonly promptTokens: number };

/** Which context gives way last, where all of it does not fit. */
const RELEVANCE: Readonly<Record<ContextKind, number>> = {
  selection: 0,
  diff: 1,
  problems: 2,
  terminal: 3,
  symbol: 4,
  file: 5,
};
/** Tokens of joined texts may differ a little from the sum of their parts. */
const RESERVE_TOKENS = 8;

interface Exchange {
  readonly question: string;
  readonly answer: string;
}

/**
 * Writes the prompt for a turn so that it fits: the system turn and the question always stay, then comes the newest
 * context by relevance, then the conversation from its newest turn on. Every cut is in the result.
 */
export async function fitPrompt(input: PromptInput, count: CountTokens): Promise<FittedPrompt> {
  const { format, turn } = input;
  const budget = input.budgetTokens - RESERVE_TOKENS;
  const write = (context: readonly ContextItem[], history: readonly Exchange[]): readonly PromptPiece[] =>
    format.render(chatPrompt(input, context, history));
  const bare = await countPieces(write([], []), count);
  if (bare > budget) {
    return { kind: 'tooLong', promptTokens: bare };
  }
  const { context, cuts } = await fitContext(turn.context, budget - bare, count);
  const withContext = await countPieces(write(context, []), count);
  const { history, cuts: historyCuts } = await fitHistory(input, budget - withContext, count);
  const all = [...cuts, ...historyCuts];
  const pieces = write(context, history);
  const promptTokens = await countPieces(pieces, count);
  return promptTokens <= budget
    ? { kind: 'fits', pieces, promptTokens, cuts: all }
    : // Texts that were counted apart have more tokens together, which is rare: leave room for the difference.
      fitPrompt({ ...input, budgetTokens: input.budgetTokens - (promptTokens - budget) }, count);
}

function chatPrompt(
  { format, turn, answerSoFar, userPrompts }: PromptInput,
  context: readonly ContextItem[],
  history: readonly Exchange[],
): ChatPrompt {
  return {
    system: format.hasSystemTurn ? SYSTEM_TEXT : '',
    history,
    question: userMessage(turn.question, context, format, userPrompts),
    answerSoFar,
  };
}

/** Tokens of a prompt; names of control tokens count as their text would, which is more. */
async function countPieces(pieces: readonly PromptPiece[], count: CountTokens): Promise<number> {
  const texts = pieces.flatMap((piece) =>
    'text' in piece ? [piece.text] : 'markup' in piece ? [piece.markup] : [],
  );
  return sum(await count(texts)) + pieces.length - texts.length;
}

async function fitContext(
  items: readonly ContextItem[],
  budget: number,
  count: CountTokens,
): Promise<{ context: readonly ContextItem[]; cuts: readonly Cut[] }> {
  const separated = (item: ContextItem): string => `${contextBlock(item)}\n\n`;
  // What can't fit is not tokenised: a selection may have 10,000 lines.
  const isHopeless = ({ text }: ContextItem): boolean => text.length > budget * MAX_CHARACTERS_PER_TOKEN;
  const costs = await count(items.map((item) => (isHopeless(item) ? '' : separated(item))));
  const frames = await count(items.map((item) => separated({ ...item, text: '' })));
  const kept: (ContextItem | undefined)[] = items.map(() => undefined);
  const cuts: Cut[] = [];
  let rest = budget;
  for (const index of byRelevance(items)) {
    const item = items[index];
    const cost = costs[index] ?? 0;
    if (item === undefined) {
      continue;
    }
    if (cost <= rest && !isHopeless(item)) {
      kept[index] = item;
      rest -= cost;
      continue;
    }
    const frame = frames[index] ?? 0;
    const shortened = await shortenItem(item, rest - frame, count);
    kept[index] = shortened?.item;
    cuts.push(shortened?.cut ?? { kind: 'itemDropped', label: item.label });
    rest -= shortened === undefined ? 0 : sum(await count([separated(shortened.item)]));
  }
  return { context: kept.filter((item) => item !== undefined), cuts };
}

function byRelevance(items: readonly ContextItem[]): readonly number[] {
  return items
    .map(({ kind }, index) => ({ index, relevance: RELEVANCE[kind] }))
    .sort((a, b) => a.relevance - b.relevance || a.index - b.index)
    .map(({ index }) => index);
}

async function fitHistory(
  { format, earlier, userPrompts }: PromptInput,
  budget: number,
  count: CountTokens,
): Promise<{ history: readonly Exchange[]; cuts: readonly Cut[] }> {
  // A turn without an answer is none to a model; formats without a history never showed one.
  const answered = earlier.filter(({ answer }) => answer.text.trim() !== '');
  if (!format.hasHistory || answered.length === 0) {
    return { history: [], cuts: [] };
  }
  const exchange = ({ question, context, answer }: Turn, isWhole: boolean): Exchange => ({
    question: userMessage(question, isWhole ? context : [], format, userPrompts),
    answer: answer.text,
  });
  const overhead = await turnOverhead(format, count);
  const costOf = async ({ question, answer }: Exchange): Promise<number> =>
    sum(await count([question, answer])) + overhead;
  const history: Exchange[] = [];
  let rest = budget;
  let withoutContext = 0;
  for (const turn of answered.toReversed()) {
    const whole = exchange(turn, true);
    const cost = await costOf(whole);
    const bare = cost <= rest ? whole : exchange(turn, false);
    const bareCost = bare === whole ? cost : await costOf(bare);
    if (bareCost > rest) {
      break;
    }
    withoutContext += bare !== whole && turn.context.length > 0 ? 1 : 0;
    rest -= bareCost;
    history.unshift(bare);
  }
  const dropped = answered.length - history.length;
  return {
    history,
    cuts: [
      ...(dropped > 0 ? [{ kind: 'turnsDropped', turns: dropped } as const] : []),
      ...(withoutContext > 0 ? [{ kind: 'earlierContextDropped', turns: withoutContext } as const] : []),
    ],
  };
}

/** What an exchange costs besides its words. */
async function turnOverhead(format: PromptFormat, count: CountTokens): Promise<number> {
  const prompt: ChatPrompt = { system: '', history: [], question: 'a', answerSoFar: '' };
  const without = await countPieces(format.render(prompt), count);
  const history = [{ question: 'a', answer: 'a' }];
  return (await countPieces(format.render({ ...prompt, history }), count)) - without;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
