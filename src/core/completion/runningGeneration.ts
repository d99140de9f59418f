import { type DocumentContext } from './documentContext.ts';
import { typedSince } from './typedText.ts';

/** Whether a generation under way still answers what is asked now. */
export type GenerationProgress =
  /** `ahead` is generated and not yet typed; it is empty while the author is ahead of the model. */
  | { readonly kind: 'follows'; readonly typed: string; readonly ahead: string }
  | { readonly kind: 'diverged' };

/**
 * Compares what was typed since a generation was started with what it has written so far. Both may be ahead; they
 * must not contradict each other, and nothing else in the document may have changed.
 *
 * `textSoFar` is the suggestion as it would be shown: where the model's own text is mended, that is not what an
 * author types along.
 */
export function generationProgress(
  started: DocumentContext,
  textSoFar: string,
  now: DocumentContext,
): GenerationProgress {
  const typed = typedSince(started, now);
  if (typed === undefined) return { kind: 'diverged' };
  const agrees = textSoFar.startsWith(typed) || typed.startsWith(textSoFar);
  return agrees ? { kind: 'follows', typed, ahead: textSoFar.slice(typed.length) } : { kind: 'diverged' };
}
