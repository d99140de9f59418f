/** How sure the model must be before a suggestion is shown while somebody types; the user's choice. */
export const EAGERNESS = ['eager', 'balanced', 'quiet'] as const;
export type Eagerness = (typeof EAGERNESS)[number];

/**
 * The least probability, as the model itself judges it, that each line of a suggestion is right as far as it goes. On
 * 1,000 cases of packages that it never saw, of what the built-in model was at least so sure of about 34, 60 and 78 % was
 * right (`npm run -s eval -- --eagerness NAME`).
 */
export const THRESHOLDS: Readonly<Record<Eagerness, number>> = { eager: 0.1, balanced: 0.37, quiet: 0.6 };

/** The threshold of a choice, of the quietest where energy is saved; whoever asks by hand sees all that the model has. */
export function confidenceThreshold({
  eagerness,
  learntThreshold,
  trigger,
  isSaving = false,
}: {
  readonly eagerness: Eagerness;
  /** What the user's own choices speak for, in place of the setting's threshold. */
  readonly learntThreshold?: number | undefined;
  readonly trigger: 'automatic' | 'manual';
  readonly isSaving?: boolean | undefined;
}): number {
  if (trigger === 'manual') {
    return 0;
  }
  const chosen = learntThreshold ?? THRESHOLDS[eagerness];
  return isSaving ? Math.max(chosen, THRESHOLDS.quiet) : chosen;
}
