import { groupBy } from '../../src/core/replay/groupBy.ts';
import { type HeldoutDocument } from '../eval/heldout.ts';
import { type CompletionCase } from '../support/cases.ts';
import { seededRandom } from '../../src/core/replay/seededRandom.ts';
import { cutCase, type CaseKind, type Random } from './cutCase.ts';
import { neighboursOf } from './neighbours.ts';

/** The languages that most people write get half of the cases. */
const MAIN_LANGUAGES = ['typescript', 'javascript', 'python'];
const MAIN_SHARE = 1 / 2;
/** No file tells more than this about a kind. */
const MAX_PER_DOCUMENT = 2;
/** Longer files would be cut by the editor, too, and a case holds its file whole. */
const MAX_DOCUMENT_CHARACTERS = 16_000;

/** The texts that are there beside a document. */
export type FilesBeside<T> = (document: T) => NonNullable<CompletionCase['files']>;

/** A case with the package that it was cut from. */
export type HeldoutCase = CompletionCase & { readonly kind: CaseKind; readonly package: string };

/** What cases there are to be. */
export interface CaseChoice {
  readonly count: number;
  /** In equal numbers of each. */
  readonly kinds: readonly CaseKind[];
  readonly seed: number;
}

/**
 * Cuts cases out of documents, in equal numbers of each kind; half of them in TypeScript, JavaScript and
 * Python, half in the other languages. Where a language has too few places for a kind, the others take its part. The
 * same documents and the same choice give the same cases, in an order whose beginning is a fair sample of them.
 *
 * @param filesBeside the nearest of the same package without it
 */
export function makeCases<T extends HeldoutDocument>(
  documents: readonly T[],
  { count, kinds, seed }: CaseChoice,
  filesBeside: FilesBeside<T> = nearestIn(documents),
): HeldoutCase[] {
  const random = seededRandom(seed);
  const usable = mixed(
    documents.filter(({ text }) => text.length <= MAX_DOCUMENT_CHARACTERS && !text.includes('\r')),
    random,
  );
  const languages = groupBy(usable, ({ language }) => language);
  const cases = kinds.flatMap((kind, index) => {
    const wanted =
      Math.floor((count * (index + 1)) / kinds.length) - Math.floor((count * index) / kinds.length);
    return chooseOf(kind, wanted, languages, random).map(({ document, cut }, number) => ({
      id: `${document.language}-${kind}-${String(number).padStart(4, '0')}`,
      kind,
      languageId: document.language,
      path: document.path,
      package: document.package,
      ...cut,
      files: filesBeside(document),
    }));
  });
  return shuffled(cases, random);
}

function nearestIn(documents: readonly HeldoutDocument[]): FilesBeside<HeldoutDocument> {
  const packages = groupBy(documents, (document) => document.package);
  return (document) => neighboursOf(document, packages.get(document.package) ?? []);
}

interface Chosen<T> {
  readonly document: T;
  readonly cut: NonNullable<ReturnType<typeof cutCase>>;
}

function chooseOf<T extends HeldoutDocument>(
  kind: CaseKind,
  wanted: number,
  languages: ReadonlyMap<string, readonly T[]>,
  random: Random,
): Chosen<T>[] {
  const sources = [...languages].map(([language, documents]) => ({
    isMain: MAIN_LANGUAGES.includes(language),
    cuts: cutsOf(kind, documents, random),
    chosen: [] as Chosen<T>[],
  }));
  const main = sources.filter(({ isMain }) => isMain);
  const others = sources.filter(({ isMain }) => !isMain);
  const taken = takeInTurn(main, Math.round(wanted * MAIN_SHARE));
  const more = takeInTurn(others, wanted - taken);
  takeInTurn(main, wanted - taken - more);
  return sources.flatMap(({ chosen }) => chosen);
}

/** Every document once, then every document once more. */
function* cutsOf<T extends HeldoutDocument>(
  kind: CaseKind,
  documents: readonly T[],
  random: Random,
): Generator<Chosen<T>> {
  const seen = new Set<string>();
  for (let round = 0; round < MAX_PER_DOCUMENT; round++) {
    for (const document of documents) {
      const cut = cutCase(kind, document.text, document.language, random);
      if (cut !== undefined && !seen.has(cut.prefix)) {
        seen.add(cut.prefix);
        yield { document, cut };
      }
    }
  }
}

/** Takes one of each source in turn until enough are taken or all are empty; returns how many. */
function takeInTurn<T>(
  sources: readonly { readonly cuts: Generator<T>; readonly chosen: T[] }[],
  wanted: number,
): number {
  let taken = 0;
  for (let open = [...sources]; open.length > 0 && taken < wanted;) {
    open = open.filter((source) => {
      if (taken === wanted) {
        return true;
      }
      const next = source.cuts.next();
      if (next.done !== true) {
        source.chosen.push(next.value);
        taken++;
      }
      return next.done !== true;
    });
  }
  return taken;
}

/** In a random order in which every package has its first turn before any has its second. */
function mixed<T extends HeldoutDocument>(documents: readonly T[], random: Random): T[] {
  const turns = new Map<string, number>();
  return shuffled(documents, random)
    .map((document) => {
      const turn = turns.get(document.package) ?? 0;
      turns.set(document.package, turn + 1);
      return { document, turn };
    })
    .sort((a, b) => a.turn - b.turn)
    .map(({ document }) => document);
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  return items
    .map((item) => ({ item, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
