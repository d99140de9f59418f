import { saysNothing } from '../saysNothing.ts';
import { isSameNeighbour, type Neighbour } from './neighbour.ts';
import { neighbourLength } from './neighbourLength.ts';
import { type RankedNeighbour } from './rankNeighbours.ts';
import { sharedPart, tellingLines } from './sharedLines.ts';
import { termsOf } from './terms.ts';

/** How much better another set must be: the engine then reads the prompt anew, from the first change on. */
const CLEAR_GAIN = 1.3;
/** Of the lines of a changed text, at least so many are those of before where it may as well stand there as it was. */
const HARDLY_CHANGED = 0.75;
/** Many small pieces of many files tell less than a few. */
const MOST = 6;

/**
 * Which neighbours a document's prompts begin with from now on: those of before in their order, unless another set is
 * clearly better. What stays stands first, what is new behind it. Of those of before, one that the ranking no longer
 * has is gone: its text was changed, or has come near the cursor. But one stays as it was where only a few lines changed
 * that name nothing the cursor's lines do: who goes to and fro between two files changes some in each, and would wait
 * for all to be read anew each time.
 *
 * @param room that they may take together, as `neighbourLength` reckons
 * @param names what the lines around the cursor name, as `termsOf` has it
 */
export function steadyNeighbours(
  before: readonly Neighbour[],
  current: readonly RankedNeighbour[],
  room: number,
  names: ReadonlySet<string>,
): readonly RankedNeighbour[] {
  const ranked = asBefore(before, current, names);
  const held = before.flatMap((one) => ranked.find((other) => isSameNeighbour(one, other)) ?? []);
  const kept = firstThatFit([], held, room);
  const filled = [...kept, ...inFileOrder(firstThatFit(kept, ranked, room))];
  const best = firstThatFit([], ranked, room);
  const staying = kept.filter((one) => best.includes(one));
  const replaced = [...staying, ...inFileOrder(best.filter((one) => !staying.includes(one)))];
  const other = valueOf(replaced) > CLEAR_GAIN * valueOf(filled) ? replaced : filled;
  return valueOf(other) > CLEAR_GAIN * valueOf(kept) ? other : kept;
}

/** The ranked with the text of before in place of one that is hardly another. */
function asBefore(
  before: readonly Neighbour[],
  ranked: readonly RankedNeighbour[],
  names: ReadonlySet<string>,
): readonly RankedNeighbour[] {
  const gone = new Set(before.filter((one) => !ranked.some((other) => isSameNeighbour(one, other))));
  return ranked.map((one) => {
    const isNew = !before.some((other) => isSameNeighbour(one, other));
    const earlier = isNew ? [...gone].find((other) => isHardlyAnother(one, other, names)) : undefined;
    if (earlier === undefined) {
      return one;
    }
    gone.delete(earlier);
    return asEarlier(one, earlier);
  });
}

/** Lines that changed since: where the cursor stands in either of the two, it stands in what is read. */
function asEarlier(one: RankedNeighbour, { text, ownLines }: Neighbour): RankedNeighbour {
  const spans = [one.ownLines, ownLines].filter((span) => span !== undefined);
  if (spans.length === 0) {
    return { ...one, text };
  }
  const firstLine = Math.min(...spans.map((span) => span.firstLine));
  const lastLine = Math.max(...spans.map((span) => span.lastLine));
  return { ...one, text, ownLines: { firstLine, lastLine } };
}

function isHardlyAnother(one: Neighbour, earlier: Neighbour, names: ReadonlySet<string>): boolean {
  if (one.path !== earlier.path) {
    return false;
  }
  const [lines, linesBefore] = [tellingLines(one.text), tellingLines(earlier.text)];
  const isSimilar =
    sharedPart(lines, linesBefore) >= HARDLY_CHANGED && sharedPart(linesBefore, lines) >= HARDLY_CHANGED;
  const changed = [
    ...[...lines].filter((line) => !linesBefore.has(line)),
    ...[...linesBefore].filter((line) => !lines.has(line)),
  ];
  return isSimilar && !namesAny(changed, names);
}

/** Whether lines name one of these, beside words that stand everywhere. */
function namesAny(lines: readonly string[], names: ReadonlySet<string>): boolean {
  return [...termsOf(lines.join('\n')).keys()].some((term) => names.has(term) && !saysNothing(term));
}

/** Of `more`, the first that fit beside those that are there already. */
function firstThatFit(
  there: readonly RankedNeighbour[],
  more: readonly RankedNeighbour[],
  room: number,
): readonly RankedNeighbour[] {
  let left = room - there.reduce((sum, one) => sum + neighbourLength(one), 0);
  const added: RankedNeighbour[] = [];
  for (const one of more) {
    const fits = there.length + added.length < MOST && neighbourLength(one) <= left;
    if (fits && !there.includes(one)) {
      added.push(one);
      left -= neighbourLength(one);
    }
  }
  return added;
}

/** Chunks of one file together and as they follow each other there; files by their best chunk. */
function inFileOrder(ranked: readonly RankedNeighbour[]): readonly RankedNeighbour[] {
  const files = new Set(ranked.map(({ path }) => path));
  return [...files].flatMap((file) =>
    ranked.filter(({ path }) => path === file).toSorted((a, b) => a.firstLine - b.firstLine),
  );
}

function valueOf(neighbours: readonly RankedNeighbour[]): number {
  return neighbours.reduce((sum, { score }) => sum + score, 0);
}
