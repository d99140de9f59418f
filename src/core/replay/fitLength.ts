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

/** Whether suggestions end with the line, or may go over several. */
export type Length = 'oneLine' | 'multiline';

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
 * Chooses the length with which more of the older commits is completed, of those that see no more wrong suggestions than the
 * choice may cost, and looks at whether the newer ones would choose the same.
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
    betterOf(figures.oneLine[part], figures.multiline[part], MOST_WRONG[eagerness]) ?? present;
  const chosen = better('older');
  const { older, newer } = figures[chosen];
  const isEnough = older.characters >= ENOUGH_TO_FIT && newer.characters >= ENOUGH_TO_TEST;
  const verdict = chosen === present ? 'same' : better('newer') === chosen ? 'holds' : 'fails';
  return { figures, present, chosen, verdict: isEnough ? verdict : 'tooLittle' };
}

/** Undefined where both come to the same. */
function betterOf(oneLine: ReplayFigures, multiline: ReplayFigures, mostWrong: number): Length | undefined {
  const [one, several] = [oneLine.wrongPer100 ?? 0, multiline.wrongPer100 ?? 0];
  if (several > mostWrong && one <= mostWrong) {
    return 'oneLine';
  }
  const more = (multiline.completedShare ?? 0) - (oneLine.completedShare ?? 0);
  return more > 0
    ? 'multiline'
    : more < 0 || one < several
      ? 'oneLine'
      : several < one
        ? 'multiline'
        : undefined;
}
