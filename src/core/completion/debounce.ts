/** What the wait before a request is made of; all times are in milliseconds. */
export interface DebounceInput {
  /** The usual wait, as it was set or learnt: it is never halved or doubled beyond; 0 asks at once. */
  readonly settingMs: number;
  /** Times between the user's latest keys, oldest first. */
  readonly keyGapsMs: readonly number[];
  /** How long the engine lately took to its first token; `undefined` before the first measurement. */
  readonly timeToFirstTokenMs: number | undefined;
}

/** Longer silences are pauses for thought, and tell nothing about the speed of typing. */
const LONGEST_GAP_MS = 1000;
const CONSIDERED_GAPS = 20;
/** With fewer gaps the setting stands. */
const MIN_GAPS = 3;
/** A silence this much longer than the usual gap means that a burst of keys is over. */
const PAUSE_PER_GAP = 1.5;

/**
 * How long to wait after a key before asking.
 *
 * After one and a half usual gaps a burst of keys is over. Whoever is asked so long before as it takes to the first token
 * has it there then: the user's pace less that time. An engine that answers within a fraction of a gap is worth asking
 * during the burst, so that it is not kept waiting longer than by that fraction. The result stays between half and double
 * the setting.
 */
export function debounceDelay({ settingMs, keyGapsMs, timeToFirstTokenMs }: DebounceInput): number {
  const gaps = keyGapsMs.filter((gap) => gap > 0 && gap <= LONGEST_GAP_MS).slice(-CONSIDERED_GAPS);
  if (gaps.length < MIN_GAPS) return settingMs;
  const gap = gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? settingMs;
  const pause = PAUSE_PER_GAP * gap;
  const wait =
    timeToFirstTokenMs === undefined
      ? pause
      : Math.min(PAUSE_PER_GAP * timeToFirstTokenMs, pause - timeToFirstTokenMs);
  return Math.round(Math.min(Math.max(wait, settingMs / 2), settingMs * 2));
}
