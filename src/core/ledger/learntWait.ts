import { type Counts } from './counts.ts';
import { bound, ENOUGH } from './takenShare.ts';

/** What the user's keys say about how long to wait before a suggestion is asked for. */
export interface LearntWait {
  /** In place of the setting's, in milliseconds; it goes on following the pace of the keys. */
  readonly debounceMs: number;
  /** Suggestions after a wait that ended by an edit or were accepted. */
  readonly seen: number;
  /** Of them, those that were typed past before anybody can have read them. */
  readonly hurriedPast: number;
}

/**
 * Certainly more than half of the suggestions in the midst of a burst of keys: the wait is too short. Certainly fewer than one
 * in seven: whoever waits for them could have them sooner. Between the two, where any wait lies that fits, nothing is learnt.
 */
const [MOST, FEWEST] = [1 / 2, 1 / 7];

/** The wait that the last days speak for; undefined where they speak for that of the setting. */
export function learntWait(
  { hurriedPast, lookedAt }: Pick<Counts, 'hurriedPast' | 'lookedAt'>,
  settingMs: number,
): LearntWait | undefined {
  const seen = hurriedPast + lookedAt;
  const hurried = { offered: seen, taken: hurriedPast };
  if (seen < ENOUGH || settingMs === 0) {
    return undefined;
  }
  const factor = bound(hurried, -1) > MOST ? 2 : bound(hurried, 1) < FEWEST ? 1 / 2 : 1;
  return factor === 1 ? undefined : { debounceMs: Math.round(settingMs * factor), seen, hurriedPast };
}
