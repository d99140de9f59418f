import { type Counts, EXPECTATION_BINS } from './counts.ts';
import { bound, ENOUGH, NONE, sum, type Taken } from './takenShare.ts';

/** What a model expected, and how much of that was typed. */
export interface Judged {
  readonly expected: number;
  readonly right: number;
}

/** How sure a model has to be for what the setting asks, and the expectations that speak for that. */
export interface Trusted extends Judged {
  /** Least confidence of what is shown, 0 to 1. */
  readonly threshold: number;
}

type Expectations = Pick<Counts, 'expectedByConfidence' | 'rightByConfidence'>;

/**
 * A model may be so much less often right than the threshold asks before it is mistrusted: those who type make mistakes
 * themselves, and of what the built-in model shows at 90 % confidence 88 % is right.
 */
const SLACK = 0.1;
const HIGHEST = 0.95;
/** What is less sure is judged by its first word alone, and shown at more length: that far, it is much the same. */
const MOST_LOWERED = 0.1;
/** A model that is not right half of the time, not even in the surest tenth of what it expects, is not worth a look. */
const WORTH_A_LOOK = 0.5;
const USEFUL_COVERAGE = 0.1;

/**
 * The threshold from which on a model is about as often right as the setting’s threshold asks, for models are sure of
 * different things; undefined where that is the setting’s own, or little is known.
 *
 * @param base the threshold of the setting, 0 to 1
 */
export function trustedThreshold(expectations: Expectations, base: number): Trusted | undefined {
  return raised(expectations, base) ?? lowered(expectations, base);
}

/**
 * The surest part of what a model expects, where even of that it is certainly more often wrong than right; undefined
 * otherwise, and while that is too little to tell. The part is a tenth, or more where the counts don't tell a tenth apart.
 */
export function surestIfUnfit(expectations: Expectations): Judged | undefined {
  const least = USEFUL_COVERAGE * from(expectations, 0).offered;
  if (least < ENOUGH) {
    return undefined;
  }
  let bin = EXPECTATION_BINS - 1;
  while (from(expectations, bin).offered < least) {
    bin--;
  }
  const surest = from(expectations, bin);
  return bound(surest, 1) < WORTH_A_LOOK ? { expected: surest.offered, right: surest.taken } : undefined;
}

function raised(expectations: Expectations, base: number): Trusted | undefined {
  let found: Trusted | undefined;
  for (let bin = binOf(base); bin < EXPECTATION_BINS; bin++) {
    const group = from(expectations, bin);
    if (group.offered < ENOUGH || bound(group, 1) >= base - SLACK) {
      break;
    }
    const threshold = Math.min(HIGHEST, (bin + 1) / EXPECTATION_BINS);
    // The first group is the one that the setting would show.
    found = { threshold, expected: found?.expected ?? group.offered, right: found?.right ?? group.taken };
  }
  return found !== undefined && found.threshold > base ? found : undefined;
}

/** Goes down as long as what is less sure is as often right as the setting asks of what is shown. */
function lowered(expectations: Expectations, base: number): Trusted | undefined {
  let found: Trusted | undefined;
  let pending = NONE;
  for (let bin = binOf(base) - 1; bin >= binOf(base - MOST_LOWERED); bin--) {
    pending = sum(pending, at(expectations, bin));
    if (pending.offered < ENOUGH) {
      continue;
    }
    if (bound(pending, -1) < base) {
      break;
    }
    const { expected = 0, right = 0 } = found ?? {};
    found = {
      threshold: bin / EXPECTATION_BINS,
      ...{ expected: expected + pending.offered, right: right + pending.taken },
    };
    pending = NONE;
  }
  return found;
}

function from(expectations: Expectations, first: number): Taken {
  const bins = Array.from({ length: EXPECTATION_BINS - first }, (_, index) =>
    at(expectations, first + index),
  );
  return bins.reduce(sum, NONE);
}

function at({ expectedByConfidence, rightByConfidence }: Expectations, bin: number): Taken {
  return { offered: expectedByConfidence[bin] ?? 0, taken: rightByConfidence[bin] ?? 0 };
}

/** The bin in which a threshold lies; of one at an edge, that above it. */
function binOf(threshold: number): number {
  return Math.min(EXPECTATION_BINS - 1, Math.max(0, Math.floor(threshold * EXPECTATION_BINS + 1e-9)));
}
