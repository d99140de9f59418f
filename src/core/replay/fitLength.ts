import { type Eagerness } from '../completion/eagerness.ts';
import {
  ENOUGH_TO_FIT,
  ENOUGH_TO_TEST,
  type FitFigures,
  fitFigures,
  MOST_WRONG,
  testedCommits,
  type TypedCommits,
} from './fitConfidence.ts';
import { type ReplayFigures } from './replaySummary.ts';

/** Of all characters: less is no reason to change anything. */
const LEAST_GAIN = 0.005;

/** Whether suggestions end with the line, or may go over several. */
const LENGTHS = ['oneLine', 'multiline'] as const;
export type Length = (typeof LENGTHS)[number];

/** What a history says of how long suggestions should be. */
export interface LengthFit {
  readonly figures: Readonly<Record<Length, FitFigures>>;
  /** As it is asked now. */
  readonly present: Length;
  /** The one that the older commits speak for. */
  readonly chosen: Length;
  /** `holds`: the newer commits bear it out. */
  readonly verdict: 'holds' | 'fails' | 'same' | 'tooLittle';
}

/**
 * Chooses the length with which more of the older commits is completed, of those with which they see no more wrong suggestions
 * than the choice may cost; that which is wrong less often where both complete as much; the present one where neither may
 * be. Then looks at whether the newer commits would choose the same.
 */
export function fitLength(
  typed: Readonly<Record<Length, TypedCommits>>,
  present: Length,
  eagerness: Eagerness,
): LengthFit | undefined {
  const tested = testedCommits(Math.min(typed.oneLine.length, typed.multiline.length));
  if (tested === 0) {
    return undefined;
  }
  const figures = {
    oneLine: fitFigures(typed.oneLine, tested),
    multiline: fitFigures(typed.multiline, tested),
  };
  const better = (part: keyof FitFigures): Length =>
    betterOf({ oneLine: figures.oneLine[part], multiline: figures.multiline[part] }, MOST_WRONG[eagerness]) ??
    present;
  const chosen = better('older');
  const { older, newer } = figures[chosen];
  const isEnough = older.characters >= ENOUGH_TO_FIT && newer.characters >= ENOUGH_TO_TEST;
  const verdict = chosen === present ? 'same' : better('newer') === chosen ? 'holds' : 'fails';
  return { figures, present, chosen, verdict: isEnough ? verdict : 'tooLittle' };
}

/** Undefined where neither is better, or both cost more than they may. */
function betterOf(
  { oneLine, multiline }: Readonly<Record<Length, ReplayFigures>>,
  mostWrong: number,
): Length | undefined {
  const wrong = { oneLine: oneLine.wrongPer100 ?? 0, multiline: multiline.wrongPer100 ?? 0 };
  const allowed = LENGTHS.filter((length) => wrong[length] <= mostWrong);
  if (allowed.length < LENGTHS.length) {
    return allowed[0];
  }
  const more = (multiline.completedShare ?? 0) - (oneLine.completedShare ?? 0);
  if (Math.abs(more) >= LEAST_GAIN) {
    return more > 0 ? 'multiline' : 'oneLine';
  }
  const worse = wrong.multiline - wrong.oneLine;
  return worse === 0 ? undefined : worse > 0 ? 'oneLine' : 'multiline';
}
