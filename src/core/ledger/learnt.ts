import { type Eagerness } from '../completion/eagerness.ts';
import { type Counts } from './counts.ts';
import { learntLength } from './learntLength.ts';
import { learntThreshold, type LearntThreshold } from './learntThreshold.ts';
import { learntWait, type LearntWait } from './learntWait.ts';
import { type Taken } from './takenShare.ts';
import { type Judged, surestIfUnfit, type Trusted, trustedThreshold } from './trustedThreshold.ts';

/** What is asked for by the settings, and which of it the user's choices may move: what somebody has set stays. */
export interface Learnable {
  readonly eagerness: Eagerness;
  /** Least confidence of what is shown, 0 to 1. */
  readonly threshold: number;
  readonly debounceMs: number;
  /** Whether suggestions may go over several lines. */
  readonly multiline: boolean;
  readonly learns: Readonly<Record<'threshold' | 'wait' | 'length', boolean>>;
}

/** What the user's own text and choices say; what is absent, they say nothing about. */
export interface Learnt {
  /** How sure the model has to be, by how often it was right; what the choices move lies on top of it. */
  readonly trusted?: Trusted | undefined;
  /** The surest of what the model expected, which is hardly ever what was typed: it is asked by hand alone. */
  readonly unfit?: Judged | undefined;
  readonly threshold?: LearntThreshold | undefined;
  readonly wait?: LearntWait | undefined;
  /** The suggestions of several lines, of which hardly any was taken. */
  readonly oneLine?: Taken | undefined;
}

/** All that the counts of the last days speak for. */
export function learntOf(lately: Counts, settings: Learnable): Learnt {
  const { eagerness, threshold, debounceMs, multiline, learns } = settings;
  const trusted = learns.threshold ? trustedThreshold(lately, threshold) : undefined;
  const base = trusted?.threshold ?? threshold;
  return {
    trusted,
    unfit: learns.threshold ? surestIfUnfit(lately) : undefined,
    threshold: learns.threshold ? learntThreshold(lately, eagerness, base) : undefined,
    wait: learns.wait ? learntWait(lately, debounceMs) : undefined,
    oneLine: learns.length && multiline ? learntLength(lately, eagerness) : undefined,
  };
}

/** How is asked. */
export interface InForce extends Pick<Learnable, 'threshold' | 'debounceMs' | 'multiline'> {
  /** The model is asked by hand alone. */
  readonly isUnfit?: boolean | undefined;
}

/** The settings, with what was learnt in their place. */
export function inForce(settings: InForce, { trusted, unfit, threshold, wait, oneLine }: Learnt): InForce {
  return {
    isUnfit: unfit !== undefined,
    threshold: threshold?.threshold ?? trusted?.threshold ?? settings.threshold,
    debounceMs: wait?.debounceMs ?? settings.debounceMs,
    multiline: settings.multiline && oneLine === undefined,
  };
}
