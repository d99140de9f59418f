import { type Filter, type FilterContext, type FilterResult, keep } from './filter.ts';
import { cutAtSpecialToken } from './filters/cutAtSpecialToken.ts';
import { cutBrokenSyntax } from './filters/cutBrokenSyntax.ts';
import { cutRepetition } from './filters/cutRepetition.ts';
import { cutShape } from './filters/cutShape.ts';
import { cutUnbalancedClosers } from './filters/cutUnbalancedClosers.ts';
import { cutUnclosedOpeners } from './filters/cutUnclosedOpeners.ts';
import { dropBlank } from './filters/dropBlank.ts';
import { dropInvalidText } from './filters/dropInvalidText.ts';
import { dropRepeatedPrecedingLine } from './filters/dropRepeatedPrecedingLine.ts';
import { fitIndentation } from './filters/fitIndentation.ts';
import { fitLeadingNewline } from './filters/fitLeadingNewline.ts';
import { normaliseLineEnds } from './filters/normaliseLineEnds.ts';
import { trimAlreadyFollowing } from './filters/trimAlreadyFollowing.ts';
import { trimDoubledSpace } from './filters/trimDoubledSpace.ts';
import { trimEnd } from './filters/trimEnd.ts';
import { trimOverlap } from './filters/trimOverlap.ts';
import { trimTrailingComma } from './filters/trimTrailingComma.ts';
import { type PipelineIdea } from './pipelineIdeas.ts';

/** In order; each goes by its own name. */
type Filters = readonly (readonly [PipelineIdea, Filter])[];

/** What the text is: broken output first, then where it may stand, then how far it goes. */
const TEXT_FILTERS: Filters = [
  ['normaliseLineEnds', normaliseLineEnds],
  ['dropInvalidText', dropInvalidText],
  ['cutAtSpecialToken', cutAtSpecialToken],
  ['fitLeadingNewline', fitLeadingNewline],
  ['trimDoubledSpace', trimDoubledSpace],
  ['fitIndentation', fitIndentation],
  ['cutShape', cutShape],
  ['cutRepetition', cutRepetition],
  ['trimEnd', trimEnd],
  ['dropBlank', dropBlank],
];

/** What the document is: each may judge anew after every key, as the rest of a cached text moves through it. */
const DOCUMENT_FILTERS: Filters = [
  ['dropRepeatedPrecedingLine', dropRepeatedPrecedingLine],
  ['trimAlreadyFollowing', trimAlreadyFollowing],
  ['cutUnbalancedClosers', cutUnbalancedClosers],
  ['cutUnclosedOpeners', cutUnclosedOpeners],
  ['cutBrokenSyntax', cutBrokenSyntax],
  ['trimOverlap', trimOverlap],
  ['trimTrailingComma', trimTrailingComma],
  ['trimEnd', trimEnd],
  ['dropBlank', dropBlank],
];

/** A filter that changed a text or dropped it, and what came of it. */
export interface FilterStep {
  readonly name: PipelineIdea;
  readonly result: FilterResult;
}

function run(
  filters: Filters,
  text: string,
  context: FilterContext,
  note?: (step: FilterStep) => void,
): FilterResult {
  let result = keep(text);
  for (const [name, filter] of filters) {
    if (result.kind === 'drop') return result;
    if (context.ablation?.has(name) === true) continue;
    const before = result.text;
    result = filter(before, context);
    if (result.kind === 'drop' || result.text !== before) note?.({ name, result });
  }
  return result;
}

/** What the filters made of what a model wrote, one after the other; those that changed nothing are left out. */
export function filterSteps(text: string, context: FilterContext): readonly FilterStep[] {
  const steps: FilterStep[] = [];
  const note = (step: FilterStep): void => void steps.push(step);
  const result = run(TEXT_FILTERS, text, context, note);
  if (result.kind === 'keep') run(DOCUMENT_FILTERS, result.text, context, note);
  return steps;
}

/** Turns what the model wrote into a suggestion; runs once per generation, before the cache. */
export function postprocess(text: string, context: FilterContext): FilterResult {
  return run(TEXT_FILTERS, text, context);
}

/** Fits a suggestion, or the rest of one, to the document as it is now; runs after the cache, at every key. */
export function postprocessAgainstDocument(text: string, context: FilterContext): FilterResult {
  return run(DOCUMENT_FILTERS, text, context);
}
