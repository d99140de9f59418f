import { type Eagerness } from '../completion/eagerness.ts';
import { type Counts } from './counts.ts';
import { bound, ENOUGH, NONE, sum, type Taken, WORTH } from './takenShare.ts';

/** What the user's own choices say about how sure the model has to be. */
export interface LearntThreshold {
  /** Least confidence, 0 to 1, from which on suggestions are shown. */
  readonly threshold: number;
  /** Suggestions that it was learnt from: those below it that were in the way, or those above it that were welcome. */
  readonly offered: number;
  /** Of them, those that were taken. */
  readonly taken: number;
}

type Choices = Pick<Counts, 'offeredByConfidence' | 'acceptedByConfidence'>;

/** Never beyond: a model that is so sure is worth a look, and one that is less sure guesses. */
const [LOWEST, HIGHEST] = [0.1, 0.95];
const DECILES = 10;
/** Sums of floating point may lie so far beside an edge. */
const HAIR = 1e-9;

/**
 * The threshold that a user's choices of the last days speak for; undefined where they speak for that of the setting.
 * Since a suggestion also ends where the confidence falls below the threshold, it decides about lengths as well.
 *
 * @param base the threshold of the setting, 0 to 1
 */
export function learntThreshold(
  choices: Choices,
  eagerness: Eagerness,
  base: number,
): LearntThreshold | undefined {
  return raised(choices, WORTH[eagerness].least, base) ?? lowered(choices, WORTH[eagerness], base);
}

/** Leaves out one tenth of confidence after the other, as long as hardly anything of it is taken. */
function raised(choices: Choices, least: number, base: number): LearntThreshold | undefined {
  let learnt: LearntThreshold | undefined;
  let pending = NONE;
  for (let decile = decileOf(base); decile < DECILES; decile++) {
    // Few in one tenth are judged together with those of the next.
    pending = sum(pending, at(choices, decile));
    if (pending.offered < ENOUGH) {
      continue;
    }
    if (bound(pending, 1) >= least) {
      break;
    }
    learnt = { ...sum(learnt ?? NONE, pending), threshold: Math.min(HIGHEST, (decile + 1) / DECILES) };
    pending = NONE;
  }
  return learnt !== undefined && learnt.threshold > base ? learnt : undefined;
}

/** Goes down to the next edge of a tenth where much of what is a little surer is taken, unless that was tried in vain. */
function lowered(
  choices: Choices,
  { least, plenty }: { readonly least: number; readonly plenty: number },
  base: number,
): LearntThreshold | undefined {
  const own = decileOf(base);
  const edge = Math.ceil(base * DECILES - 1 - HAIR);
  const tried = edge < own ? at(choices, edge) : NONE;
  if (edge / DECILES < LOWEST || (tried.offered >= ENOUGH && bound(tried, 1) < least)) {
    return undefined;
  }
  let surer = NONE;
  for (let decile = own; decile < DECILES && surer.offered < ENOUGH; decile++) {
    surer = sum(surer, at(choices, decile));
  }
  return surer.offered >= ENOUGH && bound(surer, -1) > plenty
    ? { ...surer, threshold: edge / DECILES }
    : undefined;
}

function at({ offeredByConfidence, acceptedByConfidence }: Choices, decile: number): Taken {
  const offered = offeredByConfidence[decile] ?? 0;
  // Taken now may be what was offered before the first day.
  return { offered, taken: Math.min(offered, acceptedByConfidence[decile] ?? 0) };
}

/** The tenth in which a confidence lies. */
function decileOf(confidence: number): number {
  return Math.floor(confidence * DECILES + HAIR);
}
