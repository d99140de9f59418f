import { type Eagerness } from '../completion/eagerness.ts';

/** How many days back choices count: tastes, models and work change. */
export const LEARNT_FROM_DAYS = 30;
/** Fewer prove nothing. */
export const ENOUGH = 50;
/** Of a one-sided interval of 95 %. */
const Z = 1.645;

/**
 * Shares of suggestions that somebody takes. Where it is certainly less than `least`, they are in the way and no longer
 * shown; where it is certainly more than `plenty`, less sure ones are tried. Most who use completions take about a third.
 */
export const WORTH: Readonly<Record<Eagerness, { readonly least: number; readonly plenty: number }>> = {
  eager: { least: 0.05, plenty: 0.3 },
  balanced: { least: 0.1, plenty: 0.4 },
  quiet: { least: 0.2, plenty: 0.5 },
};

/** Of things that were offered, those that were taken. */
export interface Taken {
  readonly offered: number;
  readonly taken: number;
}

export const NONE: Taken = { offered: 0, taken: 0 };

/** Both together. */
export function sum(a: Taken, b: Taken): Taken {
  return { offered: a.offered + b.offered, taken: a.taken + b.taken };
}

/** Wilson's bound of the share that is taken, above (1) or below (-1). */
export function bound({ offered, taken }: Taken, side: 1 | -1): number {
  // Taken now may be what was offered before the first day.
  const share = Math.min(1, taken / offered);
  const z2 = Z * Z;
  const spread = Z * Math.sqrt((share * (1 - share)) / offered + z2 / (4 * offered * offered));
  return (share + z2 / (2 * offered) + side * spread) / (1 + z2 / offered);
}
