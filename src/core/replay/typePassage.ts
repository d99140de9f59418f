import { verdictOn, type Ghost } from './acceptance.ts';
import { keysOf, nextKey } from './keys.ts';
import { type Passage } from './typedPassages.ts';

/** What came of typing a passage. */
export interface Tally {
  /** Keys that the author had to press. */
  readonly typed: number;
  /** Keys that accepted suggestions spared. */
  readonly completed: number;
  readonly accepted: number;
  /** Suggestions that appeared; one that only gets shorter while it is typed along is the same. */
  readonly shown: number;
  /** Those of them whose first line was not what came next. */
  readonly wrong: number;
  readonly requests: number;
}

/** Asks the pipeline at a cursor, which stands behind so many keys of the passage; undefined where it shows nothing. */
export type Suggest = (before: string, after: string, keys: number) => Promise<Ghost | undefined>;

/**
 * Types a passage key by key, asking after each and after each acceptance, and waiting for the answer. Once `isEnded`
 * says so it leaves off, without the answer that was waited for.
 */
export async function typePassage(
  passage: Passage,
  suggest: Suggest,
  isEnded: () => boolean = () => false,
): Promise<Tally> {
  const tally = { typed: 0, completed: 0, accepted: 0, shown: 0, wrong: 0, requests: 0 };
  let { before, typed: remaining, after } = passage;
  let ghost: Ghost | undefined;
  let written = '';
  const write = (text: string, covered: number): void => {
    before += text;
    remaining = remaining.slice(text.length - covered);
    after = after.slice(covered);
    written = text;
  };
  write(nextKey(remaining), 0);
  tally.typed++;
  while (remaining !== '') {
    const next = await suggest(before, after, tally.typed + tally.completed);
    if (isEnded()) {
      break;
    }
    tally.requests++;
    const isNew = next !== undefined && next.text !== restOf(ghost, written);
    const verdict = next === undefined ? undefined : verdictOn(next, { typed: remaining, after });
    tally.shown += isNew ? 1 : 0;
    tally.wrong += isNew && verdict?.kind === 'wrong' ? 1 : 0;
    ghost = next;
    if (verdict?.kind === 'accept') {
      tally.accepted++;
      tally.completed += keysOf(verdict.text) - verdict.replaceLength;
      write(verdict.text, verdict.replaceLength);
      ghost = undefined;
    } else {
      write(nextKey(remaining), 0);
      tally.typed++;
    }
  }
  return tally;
}

/** What is left of ghost text when it is typed along. */
function restOf(ghost: Ghost | undefined, written: string): string | undefined {
  return ghost?.text.startsWith(written) === true ? ghost.text.slice(written.length) : undefined;
}
