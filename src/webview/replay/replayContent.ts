import { type Eagerness } from '../../core/completion/eagerness.ts';
import { type ConfidenceFit } from '../../core/replay/fitConfidence.ts';
import { type LengthFit } from '../../core/replay/fitLength.ts';
import { type ReplaySummary } from '../../core/replay/replaySummary.ts';

/** How a replay came to its end; of all but the first the page says that it was cut short. */
export type ReplayEnd =
  | { readonly kind: 'whole' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'timeUp' }
  /** The engine was let go for another window, another model, or by the switch of completions. */
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'failed'; readonly reason: string };

/** What the page shows. */
export interface ReplayContent {
  readonly summary: ReplaySummary;
  /** How many commits were to be typed. */
  readonly planned: number;
  readonly end: ReplayEnd;
  /** The choice it was typed with. */
  readonly eagerness: Eagerness;
  /** The least confidence that the settings ask for, 0 to 1. */
  readonly threshold: number;
  /** Absent where it was not fitted: too few commits, or no time. */
  readonly fit?: ConfidenceFit | undefined;
  /** Absent in the same cases. */
  readonly lengthFit?: LengthFit | undefined;
  /** As its file calls it; empty where none was ready. */
  readonly model: string;
  /** Whether the editor asks it by hand alone, since what it expected was hardly ever typed: it types here all the same. */
  readonly isUnfit?: boolean | undefined;
  /** The folder's name. */
  readonly folder: string;
  readonly limits: { readonly minutes: number; readonly keys: number };
}
