import { asComment } from './commentSyntax.ts';
import { type DocumentContext } from './documentContext.ts';
import { promptWindow, suffixWindow } from './promptWindow.ts';

/** What a prompt has to know of the model that reads it. */
export interface PromptModel {
  /** Whether the model was trained to write between a prefix and a suffix. */
  readonly fillInTheMiddle: 'yes' | 'no';
  readonly contextTokens: number;
  /** Average of the model's tokenizer on code and Latin text. */
  readonly charactersPerToken: number;
  /** Tokens per second: the text after the cursor is read anew with every key, so a slow machine gets less of it. */
  readonly prefillSpeed: number;
}

/** The text a model reads; control tokens of fill-in-the-middle are the engine's to add. */
export type Prompt =
  | { readonly kind: 'plain'; readonly text: string }
  | {
      readonly kind: 'fillInTheMiddle';
      /** A comment line with the path, to stand before the prefix; empty where the language has no comments. */
      readonly header: string;
      readonly prefix: string;
      readonly suffix: string;
    };

/** The text before the cursor tells more than the text after it. */
const PREFIX_SHARE = 3 / 4;
/** Time that reading the text after the cursor may take with every key, and what is always worth it. */
const SUFFIX_SECONDS = 0.15;
const MIN_SUFFIX_CHARACTERS = 100;
/** A tokenizer trained on Latin text spends about a token on each character of other scripts. */
const DENSE_CHARACTERS_PER_TOKEN = 1;
const SAMPLE_CHARACTERS = 2000;

/**
 * Writes the prompt for the text at the cursor. Its beginning stays the same while the author types on: the shares
 * are fixed, and the window moves in steps.
 */
export function buildPrompt(document: DocumentContext, model: PromptModel, budgetTokens: number): Prompt {
  const comment = asComment(`path: ${document.path}`, document.languageId);
  const tokens = Math.min(budgetTokens, model.contextTokens);
  const total = Math.floor(tokens * charactersPerToken(document.prefix, model));
  const header = comment === undefined || comment.length >= total / 4 ? '' : `${comment}\n`;
  const budget = total - header.length;
  if (model.fillInTheMiddle === 'no')
    return { kind: 'plain', text: header + promptWindow(document.prefix, budget) };
  const prefixBudget = Math.floor(budget * PREFIX_SHARE);
  return {
    kind: 'fillInTheMiddle',
    header,
    prefix: promptWindow(document.prefix, prefixBudget),
    suffix: suffixWindow(document.suffix, Math.min(budget - prefixBudget, suffixLimit(model))),
  };
}

function suffixLimit({ prefillSpeed, charactersPerToken: ratio }: PromptModel): number {
  return Math.max(MIN_SUFFIX_CHARACTERS, Math.floor(prefillSpeed * SUFFIX_SECONDS * ratio));
}

/** Two values only, so that the window does not move with every character of the mixture. */
function charactersPerToken(prefix: string, model: PromptModel): number {
  const sample = prefix.slice(-SAMPLE_CHARACTERS);
  const dense = sample.match(/[^\p{ASCII}\p{sc=Latin}]/gu)?.length ?? 0;
  const isDense = dense > sample.length / 4;
  return isDense ? Math.min(DENSE_CHARACTERS_PER_TOKEN, model.charactersPerToken) : model.charactersPerToken;
}
