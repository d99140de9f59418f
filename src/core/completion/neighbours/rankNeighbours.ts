import { type DocumentContext } from '../documentContext.ts';
import { type Ablation, WHOLE_PIPELINE } from '../pipelineIdeas.ts';
import { bm25 } from './bm25.ts';
import { importedWords, isImported } from './importedPaths.ts';
import { type IndexedChunk, type IndexedText } from './indexedText.ts';
import { type NeighbourRoom } from './neighbourRoom.ts';
import { type Neighbour, type NeighbourOrigin } from './neighbour.ts';
import { sharedPart, tellingLines } from './sharedLines.ts';
import { termsOf } from './terms.ts';
import { lastLineOf } from './textChunks.ts';

/** A text beside the document, and what it is worth there. */
export interface RankedNeighbour extends Neighbour {
  readonly firstLine: number;
  /** From 0 on; compared with others of the same ranking alone. */
  readonly score: number;
}

/** What the model goes on from is asked about: the lines before the cursor, a few behind it. */
const QUERY_BEFORE_LINES = 15;
const QUERY_AFTER_LINES = 8;
/** What it may hold of what follows the cursor, if anything. */
const NEAR_AFTER_CHARACTERS = 2000;
/** A text of which more stands near the cursor already makes a model repeat it; llama.vim draws the line there as well. */
const MOST_SHARED = 0.5;
/** Below this, a text has a few common words with the document and nothing else. */
const LEAST_SCORE = 0.02;
/** How much more than a file that is merely open a text is worth, by where it came from. */
const WEIGHTS: Readonly<Record<NeighbourOrigin, number>> = {
  open: 1,
  elsewhere: 1,
  visited: 1.15,
  recentEdit: 1.3,
  import: 1.3,
  cell: 1.5,
};
/** What an earlier cell is worth whatever its words. */
const FLOORS: Partial<Record<NeighbourOrigin, number>> = { cell: 0.05 };
const RECENCY_WEIGHT = 0.2;
const RECENCY_HALF_LIFE_MS = 5 * 60_000;
/** No prompt holds more; so many are looked at for being nearly the same. */
const MOST_RANKED = 24;

/** For what the chunks are ranked. */
export interface Ranking {
  /** On the clock of `seenAt`. */
  readonly now: number;
  /** What the prompt holds of the document itself follows from it. */
  readonly room: NeighbourRoom;
  readonly ablation?: Ablation | undefined;
}

/** The chunks of other texts that help most at the cursor, the best first, none of them nearly another or the text there. */
export function rankNeighbours(
  document: DocumentContext,
  texts: readonly IndexedText[],
  { now, room, ablation = WHOLE_PIPELINE }: Ranking,
): readonly RankedNeighbour[] {
  const imported = ablation.has('imports') ? new Set<string>() : importedWords(document.prefix);
  const candidates = texts.flatMap((text): readonly Candidate[] => {
    const origin = text.origin === 'open' && isImported(text.path, imported) ? 'import' : text.origin;
    const weight = WEIGHTS[origin] * (1 + RECENCY_WEIGHT * recency(now - text.seenAt));
    return text.chunks.map((chunk) => ({ text, origin, weight, chunk }));
  });
  const found = bm25(
    namesNear(document),
    candidates.map(({ chunk }) => chunk),
  );
  const scoreOf = ablation.has('ranking')
    ? bySeen(texts)
    : ({ origin, weight }: Candidate, index: number): number =>
        (found[index] ?? 0) * weight + (FLOORS[origin] ?? 0);
  const ranked = candidates
    .map((one, index) => toRanked(one, scoreOf(one, index)))
    .filter(({ score }) => score >= LEAST_SCORE)
    // Equal ones stand in a fixed order: a set that changes without a reason costs a new reading of the prompt.
    .sort((a, b) => b.score - a.score || (a.path < b.path ? -1 : 1) || a.firstLine - b.firstLine);
  return withoutRepetition(ranked, document, room);
}

interface Candidate {
  readonly text: IndexedText;
  readonly chunk: IndexedChunk;
  readonly origin: NeighbourOrigin;
  readonly weight: number;
}

function toRanked({ text, chunk, origin }: Candidate, score: number): RankedNeighbour {
  const { path, languageId, isOwn = false } = text;
  const { firstLine } = chunk;
  return {
    ...{ path, languageId, text: chunk.text, origin, firstLine, score },
    ...(isOwn ? { ownLines: { firstLine, lastLine: lastLineOf(chunk) } } : {}),
  };
}

/** The texts seen last are worth most, whatever they say; of those seen at the same time, the first. */
function bySeen(texts: readonly IndexedText[]): (candidate: Candidate) => number {
  const inOrder = texts.toSorted((a, b) => (a.seenAt === b.seenAt ? 0 : b.seenAt - a.seenAt));
  return ({ text }) => Math.max(LEAST_SCORE, 1 / (1 + inOrder.indexOf(text)));
}

/** What the lines around the cursor name, as `termsOf` has it. */
export function namesNear({ prefix, suffix }: DocumentContext): ReadonlySet<string> {
  const before = prefix.split('\n').slice(-QUERY_BEFORE_LINES);
  const after = suffix.split('\n').slice(0, QUERY_AFTER_LINES);
  return new Set(termsOf([...before, ...after].join('\n')).keys());
}

/** 1 for now, 0 for long ago. */
function recency(ageMs: number): number {
  return 2 ** -(Math.max(0, ageMs) / RECENCY_HALF_LIFE_MS);
}

function withoutRepetition(
  ranked: readonly RankedNeighbour[],
  { prefix, suffix }: DocumentContext,
  room: NeighbourRoom,
): readonly RankedNeighbour[] {
  const before = prefix.slice(Math.max(0, prefix.length - room.before));
  const after = suffix.slice(0, room.showsAfter ? NEAR_AFTER_CHARACTERS : 0);
  // The line of the cursor is one line, which a text of the document itself has as a whole.
  const near = tellingLines(before + after);
  const kept: { readonly one: RankedNeighbour; readonly lines: ReadonlySet<string> }[] = [];
  for (const one of ranked) {
    if (kept.length === MOST_RANKED) {
      break;
    }
    const lines = tellingLines(one.text);
    const others = [near, ...kept.map((other) => other.lines)];
    if (others.every((other) => sharedPart(lines, other) <= MOST_SHARED)) {
      kept.push({ one, lines });
    }
  }
  return kept.map(({ one }) => one);
}
