import { charactersPerToken } from './characterBudget.ts';
import { asComment } from './commentSyntax.ts';
import { type DocumentContext } from './documentContext.ts';
import { promptNeighbourLength } from './neighbours/neighbourLength.ts';
import { type Ablation, WHOLE_PIPELINE } from './pipelineIdeas.ts';
import { promptWindow, slidingWindow, steadySuffix, suffixWindow } from './promptWindow.ts';

/** How a model was trained to be asked. */
export interface PromptStyle {
  /**
   * Whether it writes between a prefix and a suffix, and which of them it reads first. With the suffix first, the
   * keys that the author types change only the prompt's end, so that the engine reads the suffix once.
   */
  readonly fillInTheMiddle: 'no' | 'prefixFirst' | 'suffixFirst';
  /** How it is told the file's path: in a comment, or after the vocabulary's file separator. */
  readonly fileHeader: 'comment' | 'fileSeparator';
}

/** What a prompt has to know of the model that reads it. */
export interface PromptModel extends PromptStyle {
  readonly contextTokens: number;
  /** Average of the model's tokenizer on code and Latin text. */
  readonly charactersPerToken: number;
  /** The same on text in other scripts; absent until it was measured. */
  readonly denseCharactersPerToken?: number | undefined;
  /** Tokens per second: a text after the cursor that comes last is read anew with every key, so a slow machine gets less of it. */
  readonly prefillSpeed: number;
}

/** Whole lines of another text, before everything that is the document's own. */
export interface PromptNeighbour {
  /** The path to give after the file separator; absent where the text begins with it, or has none. */
  readonly file?: string | undefined;
  readonly text: string;
}

interface PromptStart {
  /** What does not fit beside the document's own text is left out as a whole, the last first. */
  readonly neighbours?: readonly PromptNeighbour[] | undefined;
  /** The document's path, to give after the file separator. */
  readonly file?: string | undefined;
}

/** The text a model reads; control tokens are the engine's to add. */
export type Prompt =
  | (PromptStart & {
      readonly kind: 'plain';
      readonly text: string;
    })
  | (PromptStart & {
      readonly kind: 'fillInTheMiddle';
      readonly order: 'prefixFirst' | 'suffixFirst';
      /** A comment line with the path, to stand before the prefix; empty where the language has no comments. */
      readonly header: string;
      readonly prefix: string;
      readonly suffix: string;
    });

/** What a prompt holds beside the document, and what it leaves out. */
interface PromptExtras {
  readonly neighbours?: readonly PromptNeighbour[];
  readonly ablation?: Ablation;
}

/** The text before the cursor tells more than the text after it. */
export const PREFIX_SHARE = 3 / 4;
/** Time that reading the text after the cursor may take with every key, and what is always worth it. */
const SUFFIX_SECONDS = 0.15;
const MIN_SUFFIX_CHARACTERS = 100;

/**
 * Writes the prompt for the text at the cursor. Its beginning stays the same while the author types on: the shares
 * are fixed, and the window moves in steps.
 */
export function buildPrompt(
  document: DocumentContext,
  model: PromptModel,
  budgetTokens: number,
  { neighbours = [], ablation = WHOLE_PIPELINE }: PromptExtras = {},
): Prompt {
  const tokens = Math.min(budgetTokens, model.contextTokens);
  const ratio = charactersPerToken(document.prefix, model);
  const taken = neighbours.reduce((sum, one) => sum + promptNeighbourLength(one), 0);
  const total = Math.floor(tokens * ratio - (taken * ratio) / model.charactersPerToken);
  const { file, header }: FileHeader = ablation.has('fileHeader')
    ? { header: '' }
    : fileHeader(document, model, total / 4);
  const budget = total - header.length - (file?.length ?? 0);
  const announced = {
    ...(neighbours.length === 0 ? {} : { neighbours }),
    ...(file === undefined ? {} : { file }),
  };
  const prefixWindow = ablation.has('steppedWindow') ? slidingWindow : promptWindow;
  if (model.fillInTheMiddle === 'no' || ablation.has('suffix')) {
    return { kind: 'plain', ...announced, text: header + prefixWindow(document.prefix, budget) };
  }
  const prefixBudget = Math.floor(budget * PREFIX_SHARE);
  const suffixBudget = Math.min(budget - prefixBudget, suffixLimit(model));
  return {
    kind: 'fillInTheMiddle',
    order: model.fillInTheMiddle,
    ...announced,
    header,
    prefix: prefixWindow(document.prefix, prefixBudget),
    suffix: suffixWindow(readSuffix(document, model, ablation), suffixBudget),
  };
}

/** The text after the cursor, as far as it is read. */
function readSuffix({ suffix }: DocumentContext, model: PromptModel, ablation: Ablation): string {
  const isFirst = model.fillInTheMiddle === 'suffixFirst';
  return isFirst && !ablation.has('steadySuffix') ? steadySuffix(suffix) : suffix;
}

interface FileHeader {
  readonly file?: string;
  readonly header: string;
}

/** The path in the way the model knows; neither for a text without one, or where it would take the place of the text. */
function fileHeader({ path, languageId }: DocumentContext, model: PromptModel, limit: number): FileHeader {
  if (path === '') {
    return { header: '' };
  }
  if (model.fileHeader === 'fileSeparator') {
    return path.length < limit ? { file: path, header: '' } : { header: '' };
  }
  const comment = asComment(`path: ${path}`, languageId);
  return { header: comment === undefined || comment.length >= limit ? '' : `${comment}\n` };
}

/** Characters of the text after the cursor that are worth reading on this machine. */
export function suffixLimit({
  prefillSpeed,
  charactersPerToken: ratio,
  fillInTheMiddle,
}: PromptModel): number {
  if (fillInTheMiddle === 'suffixFirst') {
    return Infinity;
  }
  return Math.max(MIN_SUFFIX_CHARACTERS, Math.floor(prefillSpeed * SUFFIX_SECONDS * ratio));
}
