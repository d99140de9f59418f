import { type CompletionOutcome } from './completionOutcome.ts';
import { type DocumentContext } from './documentContext.ts';

/**
 * What the model expects behind the cursor, where it was asked for this very state of the document; undefined otherwise, for
 * what was asked before and agrees with what was typed since is right more often than not.
 */
export function expectedAt(
  { asked }: CompletionOutcome,
  document: DocumentContext,
): { readonly text: string; readonly confidence: number } | undefined {
  return asked?.document === document
    ? { text: asked.sure.expected, confidence: asked.sure.confidence }
    : undefined;
}
