import { type DocumentContext } from '../completion/documentContext.ts';
import { ChangeTrail, JUMP_LINES } from '../completion/neighbours/changeTrail.ts';
import { chunksFrom, firstIndexedLine } from '../completion/neighbours/chunksAround.ts';
import { type IndexedChunk, type IndexedText } from '../completion/neighbours/indexedText.ts';
import { markedTexts } from '../completion/neighbours/markedTexts.ts';
import { type Neighbour } from '../completion/neighbours/neighbour.ts';
import { type CopiedText } from '../completion/neighbours/otherTexts.ts';
import { type Ablation } from '../completion/pipelineIdeas.ts';
import { chosenOnce, languageOf, linesOf, MOST_OPEN, type OthersFor } from './otherFiles.ts';

/** A practised hand takes so long for a key, with the pauses for thought between lines. */
const KEY_MS = 250;

/** A file that is typed into, whole, with the cursor between its two parts. */
export interface TypedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** Where the names before a cursor are defined, in other files; see `namesToDefine`. */
export type DefinitionsNear = (file: TypedFile) => Promise<readonly IndexedText[]>;

/** What is known when a commit is begun. */
export interface SessionStart {
  /** Files that are open, as they were before the commit; those looked at last first. */
  readonly open?: readonly CopiedText[] | undefined;
  /** Absent: nobody knows any, as in an editor without an extension for the language. */
  readonly definitionsNear?: DefinitionsNear | undefined;
  /** Ideas about other texts that are left out. */
  readonly ablation?: Ablation | undefined;
}

interface Place {
  readonly path: string;
  readonly line: number;
}

/**
 * What an editor has beside the document while a commit is written: the files that are open, with where the author has
 * been in them and what was changed there, and where names are defined. It is gathered anew with each line that is begun,
 * as an editor does it when the author pauses.
 */
export class WritingSession {
  readonly #trail = new ChangeTrail();
  /** The newest first. */
  readonly #written: CopiedText[] = [];
  /** By path. */
  readonly #chosen = new Map<string, readonly Neighbour[]>();
  readonly #indexes = new WeakMap<CopiedText, Map<number, readonly IndexedChunk[]>>();
  #place: Place | undefined;
  #ready: { readonly place: Place; readonly others: OthersFor } | undefined;

  constructor(private readonly start: SessionStart) {}

  /** The cursor comes to another place; says so with the keys that the commit has been written with so far. */
  goTo({ path, before }: TypedFile, keys: number): void {
    const left = this.#place;
    const line = lineBreaks(before);
    if (left !== undefined && (left.path !== path || Math.abs(left.line - line) > JUMP_LINES)) {
      this.#trail.noteVisit(left.path, left.line, keys * KEY_MS);
    }
    this.#place = { path, line };
    this.#ready = undefined;
  }

  /** What lies ready where the cursor is now. */
  async othersAt(file: TypedFile, document: DocumentContext, keys: number): Promise<OthersFor> {
    const { path } = file;
    const place = { path, line: lineBreaks(file.before) };
    if (this.#ready?.place.path === path && this.#ready.place.line === place.line) {
      return this.#ready.others;
    }
    const now = keys * KEY_MS;
    const { line: firstLine } = this.#place ?? place;
    const addedBreaks = place.line - firstLine;
    this.#trail.noteEdit(path, { firstLine, lastLine: firstLine, addedBreaks }, now);
    this.#place = place;
    const { definitionsNear, ablation } = this.start;
    const definitions = ablation?.has('definitions') === true ? undefined : await definitionsNear?.(file);
    const choice = {
      document,
      others: [...(definitions ?? []), ...this.#openTexts(path)],
      own: this.#marked({ path, text: file.before + file.after }, true),
      before: this.#chosen.get(path) ?? [],
    };
    const chosen = chosenOnce(choice, now, ablation);
    const others: OthersFor = (room) => {
      const texts = chosen(room);
      this.#chosen.set(path, texts.neighbours);
      return texts;
    };
    this.#ready = { place, others };
    return others;
  }

  /** A file has been written; others see it like this. */
  leave(file: CopiedText): void {
    this.#written.unshift(file);
  }

  #openTexts(own: string): readonly IndexedText[] {
    const known = new Set([own]);
    return [...this.#written, ...(this.start.open ?? [])]
      .filter(({ path }) => !known.has(path) && known.add(path))
      .slice(0, MOST_OPEN)
      .flatMap((file) => this.#marked(file, false));
  }

  #marked(file: CopiedText, isOwn: boolean): readonly IndexedText[] {
    const marks = this.#trail.marksOf(file.path);
    const firstLine = firstIndexedLine(marks[0]?.line ?? 0);
    const { path } = file;
    return markedTexts(
      { path, languageId: languageOf(path), chunks: this.#chunks(file, firstLine) },
      marks,
      isOwn,
    );
  }

  #chunks(file: CopiedText, firstLine: number): readonly IndexedChunk[] {
    const known = this.#indexes.get(file) ?? new Map<number, readonly IndexedChunk[]>();
    this.#indexes.set(file, known);
    const chunks = known.get(firstLine) ?? chunksFrom(linesOf(file.text), firstLine);
    known.set(firstLine, chunks);
    return chunks;
  }
}

function lineBreaks(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
    count++;
  }
  return count;
}
