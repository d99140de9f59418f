import { type AskedModel } from './askedModel.ts';
import { completionShape } from './completionShape.ts';
import { filterSteps, type FilterStep } from './postprocess.ts';
import { wholeLines } from './wholeLines.ts';

/**
 * How what a model wrote became what was shown, or nothing: done once more, as all of it is pure.
 *
 * @param isCut whether the limit of tokens ended the text
 */
export function explainAnswer({ document, written }: AskedModel, isCut: boolean): readonly FilterStep[] {
  const text = isCut ? wholeLines(written) : written;
  const cut: readonly FilterStep[] =
    text === written ? [] : [{ name: 'wholeLines', result: { kind: 'keep', text } }];
  return [...cut, ...filterSteps(text, { document, shape: completionShape(document) })];
}
