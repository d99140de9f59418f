import { type DocumentContext } from '../completion/documentContext.ts';
import { ChangeTrail, JUMP_LINES } from '../completion/neighbours/changeTrail.ts';
import { chunksAround, chunksFrom, firstIndexedLine } from '../completion/neighbours/chunksFrom.ts';
import { GATHERING_PAUSE_MS, MOST_OPEN } from '../completion/neighbours/gatheringLimits.ts';
import { type IndexedChunk, type IndexedText } from '../completion/neighbours/indexedText.ts';
import { markedTexts } from '../completion/neighbours/markedTexts.ts';
import { type Neighbour } from '../completion/neighbours/neighbour.ts';
import { type CopiedText } from '../completion/neighbours/otherTexts.ts';
import { type Ablation } from '../completion/pipelineIdeas.ts';
import { chosenOnce, languageOf, linesOf, type OthersFor } from './otherFiles.ts';

/** About 50 words a minute, as people type who think at the same time. */
const KEY_MS = 250;

/** A file that is typed into, whole, with the cursor between its two parts. */
export interface TypedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** Where the names before a cursor are defined, in other files as they were before the commit; see `namesToDefine`. */
export type DefinitionsNear = (file: TypedFile) => Promise<readonly CopiedText[]>;

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
 * been in them and what was changed there, and where names are defined. The keys that the commit has been written with so
 * far are its clock. Other texts are looked through when the author comes to a place, and then with a line that is begun,
 * as seldom as an editor does it.
 */
export class WritingSession {
  readonly #trail = new ChangeTrail();
  /** The newest first. */
  readonly #written: CopiedText[] = [];
  /** By path. */
  readonly #chosen = new Map<string, readonly Neighbour[]>();
  readonly #indexes = new WeakMap<CopiedText, Map<number, readonly IndexedChunk[]>>();
  /** Where the cursor was last, as far as it has been followed. */
  #place: Place | undefined;
  #ready: { readonly line: number; readonly at: number; readonly others: OthersFor } | undefined;

  constructor(private readonly start: SessionStart) {}

  /** The cursor comes to another place. */
  goTo({ path, before }: TypedFile, keys: number): void {
    const left = this.#place;
    const line = lineBreaks(before);
    if (left !== undefined && (left.path !== path || Math.abs(left.line - line) > JUMP_LINES)) {
      this.#trail.noteVisit(left.path, left.line, keys * KEY_MS);
    }
    this.#place = { path, line };
    this.#ready = undefined;
  }

  /** Something was written up to the cursor. */
  noteWritten({ path, before }: TypedFile, keys: number): void {
    const line = lineBreaks(before);
    const { line: firstLine } = this.#place ?? { line };
    this.#trail.noteEdit(
      path,
      { firstLine, lastLine: firstLine, addedBreaks: line - firstLine },
      keys * KEY_MS,
    );
    this.#place = { path, line };
  }

  /** What lies ready where the cursor is now, which stands behind what was written last. */
  async othersAt(file: TypedFile, document: DocumentContext, keys: number): Promise<OthersFor> {
    this.noteWritten(file, keys);
    const at = keys * KEY_MS;
    const line = this.#place?.line ?? 0;
    const ready = this.#ready;
    if (ready !== undefined && (ready.line === line || at - ready.at < GATHERING_PAUSE_MS)) {
      return ready.others;
    }
    const others = await this.#gather(file, document, at);
    this.#ready = { line, at, others };
    return others;
  }

  /** A file has been written; others see it like this. */
  leave(file: CopiedText): void {
    this.#written.unshift(file);
  }

  async #gather(file: TypedFile, document: DocumentContext, now: number): Promise<OthersFor> {
    const { path, before, after } = file;
    const { definitionsNear, ablation } = this.start;
    const choice = {
      document,
      definitions: ablation?.has('definitions') === true ? [] : await definitionsNear?.(file),
      others: this.#openTexts(path),
      own: this.#marked({ path, text: before + after }, true),
      before: this.#chosen.get(path) ?? [],
    };
    const chosen = chosenOnce(choice, now, ablation);
    return (room) => {
      const texts = chosen(room);
      this.#chosen.set(path, texts.neighbours);
      return texts;
    };
  }

  #openTexts(own: string): readonly IndexedText[] {
    const known = new Set([own]);
    return [...this.#written, ...(this.start.open ?? [])]
      .filter(({ path }) => !known.has(path) && known.add(path))
      .slice(0, MOST_OPEN)
      .flatMap((file) => this.#marked(file, false));
  }

  #marked(file: CopiedText, isOwn: boolean): readonly IndexedText[] {
    const marks = this.start.ablation?.has('places') === true ? [] : this.#trail.marksOf(file.path);
    const { path } = file;
    const chunks = isOwn
      ? chunksAround(
          linesOf(file.text),
          this.#place?.line ?? 0,
          marks.map(({ line }) => line),
        )
      : this.#chunks(file, firstIndexedLine(marks[0]?.line ?? 0));
    return markedTexts({ path, languageId: languageOf(path), chunks }, marks, isOwn);
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
