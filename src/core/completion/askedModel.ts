import { type CompletionRequest } from './completionEngine.ts';
import { type DocumentContext } from './documentContext.ts';
import { type Neighbour } from './neighbours/neighbour.ts';
import { type SurePart } from './sureText.ts';

/** What the pipeline asked a model for. */
export interface AskedRequest extends CompletionRequest {
  /** Tokens that the prompt was allowed, by the model's context and by this machine's speed. */
  readonly budgetTokens: number;
  /** What other texts might have taken of it, as `neighbourLength` reckons. */
  readonly neighbourRoom: number;
  /** The other texts that the prompt begins with, in its order. */
  readonly neighbours: readonly Neighbour[];
  /** The other texts from which something might be copied: their paths. */
  readonly copiedPaths: readonly string[];
}

/** What a model was asked, of which state of the document, and what it wrote. */
export interface AskedModel extends AskedRequest {
  readonly document: DocumentContext;
  /** When, on the pipeline's clock, in milliseconds. */
  readonly startedAt: number;
  /** How sure the model had to be of each line that is shown, 0 to 1; 0 where all that it has is shown. */
  readonly threshold: number;
  readonly written: string;
  /** As much of it as the model was sure enough of. */
  readonly sure: SurePart;
}
