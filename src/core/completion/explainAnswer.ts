import { type AskedModel } from './askedModel.ts';
import { completionShape } from './completionShape.ts';
import { drop, keep } from './filter.ts';
import { filterSteps, type FilterStep } from './postprocess.ts';
import { type SurePart } from './sureText.ts';
import { type SyntaxJudge } from './syntaxJudge.ts';
import { wholeLines } from './wholeLines.ts';

/**
 * How what a model wrote became what was shown, or nothing: done once more, as all of it is pure.
 *
 * @param isCut whether the limit of tokens ended the text
 * @param syntax the judge that the pipeline had
 */
export function explainAnswer(
  { document, sure }: AskedModel,
  isCut: boolean,
  syntax?: SyntaxJudge,
): readonly FilterStep[] {
  const unsure = sure.isWhole ? [] : [confidenceStep(sure)];
  if (sure.text === '' && !sure.isWhole) {
    return unsure;
  }
  const text = isCut && sure.isWhole ? wholeLines(sure.text) : sure.text;
  const cut: readonly FilterStep[] = text === sure.text ? [] : [{ name: 'wholeLines', result: keep(text) }];
  return [...unsure, ...cut, ...filterSteps(text, { document, shape: completionShape(document), syntax })];
}

function confidenceStep({ text, isTooLittle }: SurePart): FilterStep {
  const nothing = drop(isTooLittle ? 'tooLittle' : 'unsure');
  return { name: 'confidence', result: text === '' ? nothing : keep(text) };
}
