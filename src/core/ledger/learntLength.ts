import { type Eagerness } from '../completion/eagerness.ts';
import { type Counts } from './counts.ts';
import { bound, ENOUGH, type Taken, WORTH } from './takenShare.ts';

/**
 * The suggestions of several lines, where hardly any of them is taken, so that one line at a time is what the user wants;
 * undefined otherwise. Once none is offered, the days that speak against them pass, and they are tried again.
 */
export function learntLength(
  { multilineOffered, multilineAccepted }: Pick<Counts, 'multilineOffered' | 'multilineAccepted'>,
  eagerness: Eagerness,
): Taken | undefined {
  const lines = { offered: multilineOffered, taken: multilineAccepted };
  return lines.offered >= ENOUGH && bound(lines, 1) < WORTH[eagerness].least ? lines : undefined;
}
