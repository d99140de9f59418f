import { charactersPerToken } from '../characterBudget.ts';
import { type DocumentContext } from '../documentContext.ts';
import { PREFIX_SHARE, type PromptModel, suffixLimit } from '../prompt.ts';

/** Of the prompt, so much at most goes to other texts where the document itself could fill it. */
const SHARE = 1 / 3;
/** A smaller prompt is the document's alone. */
const SMALLEST_PROMPT_TOKENS = 700;
/** What the document leaves changes by such a part of the budget at a time: each change moves the prompt's start. */
const STEPS_PER_BUDGET = 8;
/** The path's comment or separator, and some keys more. */
const HEADER_CHARACTERS = 40;

/** What a prompt has for other texts. */
export interface NeighbourRoom {
  /** How much they may take together, as `neighbourLength` reckons. */
  readonly length: number;
  /** What the prompt holds before the cursor, in characters, where they take all of it; infinite where it is there whole without. */
  readonly before: number;
  /** Whether what follows the cursor is read as well. */
  readonly showsAfter: boolean;
}

/** A prompt that has none. */
export const NO_ROOM: NeighbourRoom = { length: 0, before: Infinity, showsAfter: false };

/** Whether what was chosen for one suits the other. */
export function isSameRoom(one: NeighbourRoom, other: NeighbourRoom): boolean {
  const isSameBefore = one.before === other.before;
  return one.length === other.length && isSameBefore && one.showsAfter === other.showsAfter;
}

/** What a prompt has for other texts: a share of it, or what a short document leaves if that is more. */
export function neighbourRoom(
  document: DocumentContext,
  model: PromptModel,
  budgetTokens: number,
): NeighbourRoom {
  const tokens = Math.min(budgetTokens, model.contextTokens);
  const ratio = charactersPerToken(document.prefix, model);
  const total = Math.floor(tokens * ratio);
  const step = Math.max(1, Math.floor(total / STEPS_PER_BUDGET));
  const left = total - Math.ceil(ownLength(document, model, total) / step) * step;
  const share = tokens < SMALLEST_PROMPT_TOKENS ? 0 : Math.floor(total * SHARE);
  const taken = Math.max(share, left, 0);
  return {
    length: Math.floor((taken * model.charactersPerToken) / ratio),
    before: left >= 0 ? Infinity : total - taken,
    showsAfter: model.fillInTheMiddle !== 'no',
  };
}

/** The budget in which nothing of the document would be cut. */
function ownLength({ prefix, suffix, path }: DocumentContext, model: PromptModel, total: number): number {
  const header = path.length + HEADER_CHARACTERS;
  if (model.fillInTheMiddle === 'no') {
    return prefix.length + header;
  }
  const shownSuffix = Math.min(suffix.length, suffixLimit(model), total * (1 - PREFIX_SHARE));
  return Math.max(prefix.length / PREFIX_SHARE, shownSuffix / (1 - PREFIX_SHARE)) + header;
}
