import { type DocumentContext } from './documentContext.ts';
import { type Ablation } from './pipelineIdeas.ts';
import { type SyntaxJudge } from './syntaxJudge.ts';

/** Why a suggestion is not shown; each has a sentence of its own in the status menu. */
export type DropReason =
  | 'blank'
  /** The model was not sure enough of anything. */
  | 'unsure'
  /** What it was sure of is typed sooner than read. */
  | 'tooLittle'
  | 'repeatsItself'
  | 'repeatsPrecedingLine'
  | 'alreadyFollows'
  | 'leavesOpen'
  /** The document would have more faults than without it. */
  | 'breaksSyntax'
  | 'specialToken'
  | 'invalidText';

/** What a filter is told beside the text. */
export interface FilterContext {
  readonly document: DocumentContext;
  /** Whether the suggestion may go on past the end of the line. */
  readonly shape: 'line' | 'block';
  /** The filters that are left out; absent: none. */
  readonly ablation?: Ablation | undefined;
  /** Tells what breaks the document; nothing is known to without one. */
  readonly syntax?: SyntaxJudge | undefined;
}

/** A filter keeps (perhaps a shorter or mended) text, or drops it and says why. */
export type FilterResult =
  { readonly kind: 'keep'; readonly text: string } | { readonly kind: 'drop'; readonly reason: DropReason };

/** One named rule. It is pure, and sees text with `\n` line endings only. */
export type Filter = (text: string, context: FilterContext) => FilterResult;

/** The text goes on to the next filter. */
export const keep = (text: string): FilterResult => ({ kind: 'keep', text });

/** The suggestion ends here. */
export const drop = (reason: DropReason): FilterResult => ({ kind: 'drop', reason });
