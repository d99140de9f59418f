import { type ContextItem, type Cut } from './conversation.ts';

/** Tokens of each text. */
export type CountTokens = (texts: readonly string[]) => Promise<readonly number[]>;

/** Fewer lines than these say nothing. */
const MIN_LINES = 2;
/** No tokenizer packs more characters into a token than this on average: what lies further away can't fit. */
export const MAX_CHARACTERS_PER_TOKEN = 10;

/** An item cut to the lines around its focus, with what was cut; undefined when too little of it fits. */
export async function shortenItem(
  item: ContextItem,
  budgetTokens: number,
  count: CountTokens,
): Promise<{ readonly item: ContextItem; readonly cut: Cut } | undefined> {
  const lines = item.text.split('\n');
  const focus = Math.min(Math.max(0, item.focusLine ?? 0), lines.length - 1);
  const near = linesNear(lines, focus, budgetTokens * MAX_CHARACTERS_PER_TOKEN);
  const counts = await count(lines.slice(near.first, near.last + 1).map((line) => `${line}\n`));
  const cost = (line: number): number => counts[line - near.first] ?? Infinity;
  const kept = grow({ ...near, focus }, budgetTokens, cost);
  if (kept === undefined || kept.last - kept.first + 1 < Math.min(MIN_LINES, lines.length)) {
    return undefined;
  }
  const { first, last } = kept;
  const { firstLine: before, lines: all } = item.partOf ?? { firstLine: 0, lines: lines.length };
  return {
    item: { ...item, text: lines.slice(first, last + 1).join('\n'), focusLine: focus - first },
    cut: {
      kind: 'itemShortened',
      label: item.label,
      firstLine: before + first,
      lastLine: before + last,
      lines: all,
    },
  };
}

interface Lines {
  readonly first: number;
  readonly last: number;
}

/** The lines around the focus that could fit at all, so that only those are tokenised. */
function linesNear(lines: readonly string[], focus: number, characters: number): Lines {
  const cost = (line: number): number => (lines[line]?.length ?? Infinity) + 1;
  return grow({ first: 0, last: lines.length - 1, focus }, characters, cost) ?? { first: focus, last: focus };
}

/** The most lines around the focus within the budget, growing to both sides in turn; undefined when not one fits. */
function grow(
  { first, last, focus }: Lines & { readonly focus: number },
  budget: number,
  cost: (line: number) => number,
): Lines | undefined {
  let rest = budget - cost(focus);
  if (rest < 0) {
    return undefined;
  }
  let [from, to] = [focus, focus];
  let [up, down] = [true, true];
  while (up || down) {
    up = up && from > first && cost(from - 1) <= rest;
    if (up) {
      from--;
      rest -= cost(from);
    }
    down = down && to < last && cost(to + 1) <= rest;
    if (down) {
      to++;
      rest -= cost(to);
    }
  }
  return { first: from, last: to };
}
