import { type CompletionShape } from './completionShape.ts';

/** How sure the model must be before a suggestion is shown while somebody types; the user's choice. */
export const EAGERNESS = ['eager', 'balanced', 'quiet'] as const;
export type Eagerness = (typeof EAGERNESS)[number];

/**
 * The least probability, as the model itself judges it, that each line of a suggestion is right as far as it goes. Of what
 * the built-in model shows in 1,000 held-out cases (`npm run -s eval`), 75, 89 and 98 % is right. Less than 0.5 completes
 * hardly more. The default is the lowest, in steps of 0.02, with less than one wrong suggestion for each 100 typed characters
 * of the histories of 14 packages that it never saw (`npm run -s histories`, `replay`).
 */
export const THRESHOLDS: Readonly<Record<Eagerness, number>> = { eager: 0.5, balanced: 0.9, quiet: 0.95 };

/**
 * Where several lines are due, in a body that is empty yet, say, people stop and look: a guess that is as likely right as
 * wrong is in nobody's way there. Such places are one in a hundred: in the same histories it makes 0.1 of a wrong suggestion
 * for each 100 characters.
 */
const WHERE_LINES_ARE_DUE = 0.5;

/** The threshold of a choice, of the quietest where energy is saved; whoever asks by hand sees all that the model has. */
export function confidenceThreshold({
  eagerness,
  threshold,
  trigger,
  isSaving = false,
  shape = 'line',
}: {
  readonly eagerness: Eagerness;
  /** In place of that of the choice. */
  readonly threshold?: number | undefined;
  readonly trigger: 'automatic' | 'manual';
  readonly isSaving?: boolean | undefined;
  readonly shape?: CompletionShape;
}): number {
  if (trigger === 'manual') {
    return 0;
  }
  const chosen = threshold ?? THRESHOLDS[eagerness];
  if (isSaving) {
    return Math.max(chosen, THRESHOLDS.quiet);
  }
  const isQuiet = chosen >= THRESHOLDS.quiet;
  return shape === 'block' && !isQuiet ? Math.min(chosen, WHERE_LINES_ARE_DUE) : chosen;
}
