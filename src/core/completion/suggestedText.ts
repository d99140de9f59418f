import { completionShape, type CompletionShape } from './completionShape.ts';
import { type DocumentContext } from './documentContext.ts';
import { type FilterResult } from './filter.ts';
import { type Ablation } from './pipelineIdeas.ts';
import { postprocess, postprocessAgainstDocument } from './postprocess.ts';
import { replaceLength } from './replaceRange.ts';
import { type SyntaxJudge } from './syntaxJudge.ts';

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
    const { ablation } = this;
    return postprocess(text, { document, shape: shapeAt(document, ablation), ablation });
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
    return { text, replaceLength: this.ablation.has('replaceRange') ? 0 : replaceLength(text, document) };
  }
}
