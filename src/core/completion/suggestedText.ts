import { completionShape, type CompletionShape } from './completionShape.ts';
import { type DocumentContext } from './documentContext.ts';
import { drop, type FilterResult } from './filter.ts';
import { type GeneratedText, type GenerationRun } from './generationRun.ts';
import { type Ablation } from './pipelineIdeas.ts';
import { postprocess, postprocessAgainstDocument } from './postprocess.ts';
import { replaceLength, withClosersBelow } from './replaceRange.ts';
import { generationProgress } from './runningGeneration.ts';
import { type SyntaxJudge } from './syntaxJudge.ts';
import { wholeLines } from './wholeLines.ts';

/** A text as it goes into the document. */
export interface FittedText {
  readonly text: string;
  /** Characters after the cursor that the text takes the place of. */
  readonly replaceLength: number;
}

/** How far a suggestion goes here. */
export function shapeAt(document: DocumentContext, ablation: Ablation): CompletionShape {
  return ablation.has('shape') ? 'line' : completionShape(document);
}

/** From what a model wrote to what is shown, without the filters that a measurement leaves out. */
export class SuggestedText {
  constructor(
    private readonly ablation: Ablation,
    private readonly syntax?: SyntaxJudge,
  ) {}

  /** Judges a text by itself: once, before it is kept. */
  written(text: string, document: DocumentContext): FilterResult {
    const { ablation, syntax } = this;
    return postprocess(text, { document, shape: shapeAt(document, ablation), ablation, syntax });
  }

  /** What is left of what a generation came to, by itself: once, before it is kept. */
  generated({ sure, cost }: Pick<GeneratedText, 'sure' | 'cost'>, document: DocumentContext): FilterResult {
    const isCut = sure.isWhole && cost.isCut && !this.ablation.has('wholeLines');
    const text = isCut ? wholeLines(sure.text) : sure.text;
    return text === '' && !sure.isWhole
      ? drop(sure.isTooLittle ? 'tooLittle' : 'unsure')
      : this.written(text, document);
  }

  /** Whether what a generation has written so far is no answer to what the document is now. */
  contradicts(run: Pick<GenerationRun, 'textSoFar' | 'document'>, now: DocumentContext): boolean {
    const shown = this.written(run.textSoFar, run.document);
    const text = shown.kind === 'keep' ? shown.text : run.textSoFar;
    return generationProgress(run.document, text, now).kind === 'diverged';
  }

  /**
   * Whether a generation is one for the document as it is now. Who typed on at once from where several lines were due has
   * not stopped there to look: that one need not have been as sure.
   */
  answers(run: Pick<GenerationRun, 'textSoFar' | 'document'>, now: DocumentContext): boolean {
    const leftLines =
      shapeAt(run.document, this.ablation) === 'block' && shapeAt(now, this.ablation) === 'line';
    return !leftLines && !this.contradicts(run, now);
  }

  /** Fits a text, or the rest of one, to the document as it is now. */
  fitted(text: string, document: DocumentContext): FilterResult {
    const shape = text.includes('\n') ? 'block' : 'line';
    const { ablation, syntax } = this;
    return postprocessAgainstDocument(text, { document, shape, ablation, syntax });
  }

  /** Both, one after the other; undefined: nothing is left. */
  shown(text: string, document: DocumentContext): FittedText | undefined {
    const written = this.written(text, document);
    const fitted = written.kind === 'drop' ? written : this.fitted(written.text, document);
    return fitted.kind === 'drop' ? undefined : this.placed(fitted.text, document);
  }

  placed(text: string, document: DocumentContext): FittedText {
    if (this.ablation.has('replaceRange')) return { text, replaceLength: 0 };
    const whole = withClosersBelow(text, document);
    return { text: whole, replaceLength: replaceLength(whole, document) };
  }
}
