import { setImmediate as nextTurn } from 'node:timers/promises';
import * as vscode from 'vscode';
import { ChangeTrail, JUMP_LINES } from '../../core/completion/neighbours/changeTrail.ts';
import { chooseOtherTexts } from '../../core/completion/neighbours/chooseOtherTexts.ts';
import {
  GATHERING_PAUSE_MS,
  MOST_CELLS,
  MOST_OPEN,
} from '../../core/completion/neighbours/gatheringLimits.ts';
import { chunksAround } from '../../core/completion/neighbours/chunksFrom.ts';
import { type IndexedText } from '../../core/completion/neighbours/indexedText.ts';
import { markedTexts } from '../../core/completion/neighbours/markedTexts.ts';
import { isSameRoom, type NeighbourRoom, NO_ROOM } from '../../core/completion/neighbours/neighbourRoom.ts';
import { NO_OTHER_TEXTS, type OtherTexts } from '../../core/completion/neighbours/otherTexts.ts';
import { Shelves } from '../../core/completion/neighbours/shelves.ts';
import { changedLines, movedAlong } from '../../core/completion/neighbours/textChange.ts';
import { type Exclusions } from '../../provider/exclusions.ts';
import { type NeighbourSource } from '../../provider/inlineCompletionProvider.ts';
import { toDocumentContext } from '../../provider/toDocumentContext.ts';
import { completionSettings, onAnySettingChanged } from '../settings.ts';
import { ClosedFiles } from './closedFiles.ts';
import { Definitions } from './definitions.ts';
import { documentsInTabs, earlierCells, isReadable, neighbourPath } from './readableDocument.ts';
import { TextIndexes } from './textIndexes.ts';

/** So long nothing happens before anything is gathered. */
const IDLE_MS = 300;
/** Changes that are made at once, by a formatter or a rename, are nobody's work at a place. */
const MOST_CHANGES = 8;

/** Where the author is. */
interface Place {
  readonly document: vscode.TextDocument;
  readonly position: vscode.Position;
}

/** What was gathered last. */
interface Gathered extends Place {
  readonly version: number;
  readonly room: NeighbourRoom;
  readonly at: number;
}

/**
 * Chooses what of other texts the prompts of a document begin with: in idle moments after a key, a jump or a switch to
 * another editor, never while a request waits. A request takes what lies ready.
 *
 * Nothing runs while nothing happens, and no text is kept but those parts, what may be copied from, and the words of
 * open documents and of a few that were closed.
 */
export class NeighbourGatherer implements NeighbourSource, vscode.Disposable {
  readonly #trail = new ChangeTrail();
  readonly #indexes = new TextIndexes();
  readonly #closed: ClosedFiles;
  readonly #definitions: Definitions;
  /** By the URIs of documents. */
  readonly #shelves = new Shelves();
  readonly #subscriptions: readonly { dispose(): unknown }[];
  #place: Place | undefined;
  /** What the last prompt had room for. */
  #room = NO_ROOM;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #gatheredFor: Gathered | undefined;
  #isGathering = false;
  /** Whether what is gathered now was asked for under other rules. */
  #isOutdated = false;
  readonly #gathered = new vscode.EventEmitter<vscode.Uri>();
  /** Fires with a document when something was chosen for it, be it the same as before. */
  readonly onDidGather = this.#gathered.event;

  constructor(
    private readonly exclusions: Exclusions,
    /** Told what went wrong: suggestions go on without. */
    private readonly failed: (error: unknown) => void,
  ) {
    this.#closed = new ClosedFiles(exclusions);
    this.#definitions = new Definitions(exclusions);
    const forgetAll = (): void => {
      this.#forgetTexts();
    };
    this.#subscriptions = [
      this.#gathered,
      vscode.workspace.onDidChangeTextDocument((event) => {
        this.#noteChange(event);
      }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        this.#noteCursor(textEditor);
      }),
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        this.#noteEditor(editor);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        this.#forgetDocument(document);
      }),
      exclusions.onDidChange(forgetAll),
      onAnySettingChanged(forgetAll),
    ];
  }

  othersFor(document: vscode.TextDocument, position: vscode.Position, room: NeighbourRoom): OtherTexts {
    this.#room = room;
    this.#place = { document, position };
    // Reading ahead comes back with what it was woken by: at the same place there is nothing more to find.
    if (!this.#isGatheredAt(this.#place)) {
      this.#schedule();
    }
    return this.#shelves.at(document.uri.toString(), position.line);
  }

  isGathered(document: vscode.TextDocument): boolean {
    return !isWanted(document) || this.#shelves.has(document.uri.toString());
  }

  /** Whether anything is about to be gathered, or is being gathered. */
  get isBusy(): boolean {
    return this.#timer !== undefined || this.#isGathering;
  }

  /** Where the author was is forgotten, and every text; what is open is read anew. */
  forget(): void {
    this.#trail.forgetAll();
    this.#forgetTexts();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
  }

  #noteChange({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (contentChanges.length === 0 || !isWanted(document)) {
      return;
    }
    const key = document.uri.toString();
    const isShown = vscode.window.visibleTextEditors.some((editor) => editor.document === document);
    // A file that grows on the disk is saved as it comes; nobody works at it.
    const isByHand = contentChanges.length <= MOST_CHANGES && document.isDirty;
    for (const change of contentChanges) {
      const lines = changedLines(change);
      if (isByHand) {
        this.#trail.noteEdit(key, lines, performance.now());
      } else {
        this.#trail.moveAlong(key, lines);
      }
      this.#shelves.noteChange(key, lines);
      if (this.#place?.document === document) {
        const { line, character } = movedAlong(this.#place.position, change);
        this.#place = { document, position: new vscode.Position(line, character) };
      }
    }
    if (document !== this.#place?.document) {
      this.#definitions.forget();
      if (isShown && document.isDirty) {
        this.#schedule();
      }
    }
  }

  #noteCursor({ document, selection }: vscode.TextEditor): void {
    const { active } = selection;
    if (document !== this.#place?.document || !isWanted(document)) {
      return;
    }
    const { line } = this.#place.position;
    if (Math.abs(active.line - line) > JUMP_LINES) {
      this.#trail.noteVisit(document.uri.toString(), line, performance.now());
      this.#place = { document, position: active };
      this.#schedule();
    }
  }

  #noteEditor(editor: vscode.TextEditor | undefined): void {
    const left = this.#place;
    if (left !== undefined && isWanted(left.document)) {
      this.#trail.noteVisit(left.document.uri.toString(), left.position.line, performance.now());
    }
    this.#place = editor && { document: editor.document, position: editor.selection.active };
    if (editor !== undefined && isWanted(editor.document)) {
      this.#schedule();
    }
  }

  #forgetDocument(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    if (!this.#closed.note(document)) {
      this.#trail.forget(key);
    }
    this.#indexes.forget(document);
    this.#definitions.forgetIn(document);
    this.#shelves.delete(key);
    if (this.#place?.document === document) {
      this.#place = undefined;
    }
  }

  /** What may be read may be another matter now. */
  #forgetTexts(): void {
    this.#isOutdated = this.#isGathering;
    this.#gatheredFor = undefined;
    this.#shelves.clear();
    this.#indexes.clear();
    this.#closed.clear();
    this.#definitions.forget();
    this.#schedule();
  }

  /** Gathers when nothing has happened for a moment. */
  #schedule(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#place === undefined || this.#isGathering) {
      return;
    }
    const last = this.#gatheredFor?.document === this.#place.document ? this.#gatheredFor.at : -Infinity;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.#gather().catch(this.failed);
      },
      Math.max(IDLE_MS, last + GATHERING_PAUSE_MS - performance.now()),
    );
  }

  async #gather(): Promise<void> {
    const place = this.#place;
    if (place === undefined) {
      return;
    }
    this.#isGathering = true;
    const room = this.#room;
    const { version } = place.document;
    try {
      const key = place.document.uri.toString();
      const chosen = await this.#choose(place);
      if (!this.#isOutdated && !place.document.isClosed) {
        this.#shelves.fill(key, chosen);
      }
    } finally {
      const isOver = !this.#isOutdated && this.#place?.document === place.document;
      this.#gatheredFor = this.#isOutdated ? undefined : { ...place, version, room, at: performance.now() };
      this.#isGathering = false;
      this.#isOutdated = false;
      this.#gathered.fire(place.document.uri);
      if (!isOver) {
        this.#schedule();
      }
    }
  }

  #isGatheredAt({ document, position }: Place): boolean {
    const last = this.#gatheredFor;
    return (
      last?.document === document &&
      last.version === document.version &&
      isSameRoom(last.room, this.#room) &&
      last.position.isEqual(position) &&
      this.#shelves.has(document.uri.toString())
    );
  }

  async #choose({ document, position }: Place): Promise<OtherTexts> {
    const room = this.#room;
    if (!isWanted(document) || (await this.exclusions.exclusionOf(document)) !== undefined) {
      return NO_OTHER_TEXTS;
    }
    const definitions = await this.#definitions.near(document, document.validatePosition(position));
    const others = [...(await this.#cellsBefore(document)), ...(await this.#openTexts(document))];
    // Only now: somebody may have written on meanwhile, and what is near the cursor is left out of the document's own parts.
    const now = this.#place?.document === document ? this.#place.position : position;
    const cursor = document.validatePosition(now);
    const before = this.#shelves.of(document.uri.toString());
    const choice = {
      ...{ document: toDocumentContext(document, cursor), own: this.#ownParts(document, cursor) },
      ...{ definitions, others, before: before.neighbours, room },
    };
    return chooseOtherTexts(choice, performance.now());
  }

  async #cellsBefore(document: vscode.TextDocument): Promise<readonly IndexedText[]> {
    const cells = await this.#readable(earlierCells(document).slice(-MOST_CELLS));
    return cells.map((cell) => ({
      ...this.#indexed(cell, 0),
      origin: 'cell',
      seenAt: this.#trail.marksOf(cell.uri.toString())[0]?.at ?? -Infinity,
    }));
  }

  /** The document itself, by its marks. */
  #ownParts(document: vscode.TextDocument, { line }: vscode.Position): readonly IndexedText[] {
    const { languageId } = document;
    const marks = this.#trail.marksOf(document.uri.toString());
    const places = marks.map((mark) => mark.line);
    const chunks = document.isClosed ? [] : chunksAround(document, line, places);
    return markedTexts({ path: neighbourPath(document), languageId, chunks }, marks, true);
  }

  /** The documents that were touched last, then the other tabs, then what was touched and is closed. */
  async #openTexts(document: vscode.TextDocument): Promise<readonly IndexedText[]> {
    const open = new Map(documentsInTabs().map((one) => [one.uri.toString(), one]));
    const touched = this.#trail.documentIds.flatMap((id) => open.get(id) ?? []);
    const others = [...new Set([...touched, ...open.values()])].filter((one) => one !== document);
    const texts: IndexedText[] = [];
    for (const one of await this.#readable(others.slice(0, MOST_OPEN))) {
      const marks = this.#trail.marksOf(one.uri.toString());
      texts.push(...markedTexts(this.#indexed(one, marks[0]?.line ?? 0), marks, false));
      // Whoever else has something to do in this process goes first.
      await nextTurn();
    }
    const isShown = (id: string): boolean => open.has(id) || id === document.uri.toString();
    return [...texts, ...(await this.#closed.texts(this.#trail, isShown))];
  }

  #indexed(document: vscode.TextDocument, line: number): Pick<IndexedText, 'path' | 'languageId' | 'chunks'> {
    return {
      path: neighbourPath(document),
      languageId: document.languageId,
      chunks: document.isClosed ? [] : this.#indexes.chunksOf(document, line),
    };
  }

  /** Those that may be read for another one: no secrets, nothing that git ignores, nothing that is left alone itself. */
  async #readable(documents: readonly vscode.TextDocument[]): Promise<readonly vscode.TextDocument[]> {
    const verdicts = await Promise.all(
      documents.map(
        async (one) =>
          isReadable(one) &&
          (await this.exclusions.exclusionOf(one)) === undefined &&
          !(await this.exclusions.hides(one)),
      ),
    );
    return documents.filter((_, index) => verdicts[index] === true);
  }
}

/** Whether anything is noted of a document at all. */
function isWanted(document: vscode.TextDocument): boolean {
  // Logs in output channels change all the time: the scheme tells at once.
  if (!isReadable(document)) {
    return false;
  }
  const { enabled, neighbours } = completionSettings(document);
  return enabled && neighbours;
}
