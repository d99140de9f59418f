import { setImmediate as nextTurn } from 'node:timers/promises';
import { type DocumentContext, linePrefix } from '../core/completion/documentContext.ts';
import { isBlank } from '../core/completion/lineText.ts';
import { type FaultCount, type SyntaxJudge } from '../core/completion/syntaxJudge.ts';
import { DocumentTree, type IsLate } from './documentTree.ts';
import { grammarOf } from './grammarOf.ts';
import { type Grammars } from './grammars.ts';
import { syntaxWindow } from './syntaxWindow.ts';

/** More documents than anybody writes in at the same time: each holds its tree. */
const MAX_DOCUMENTS = 8;

/** How long the process may be held up at once, in milliseconds. */
export interface SyntaxLimits {
  /** To judge one suggestion: every key waits for that. */
  readonly judgeMs: number;
  /** To read on in a document for which nobody waits yet. */
  readonly turnMs: number;
}

/** Less than a frame of the screen. */
const LIMITS: SyntaxLimits = { judgeMs: 10, turnMs: 5 };

/** A document in use: its tree, and its text around the cursor as it was last seen. */
interface Reading {
  readonly languageId: string;
  text: string;
  cursor: number;
  tree: DocumentTree | undefined;
  isUnderWay: boolean;
}

/** Keeps the trees of the documents in use, and counts the faults of what they may become. */
export class TreeSitterJudge implements SyntaxJudge {
  /** In order of use: the first is the next to go. */
  readonly #readings = new Map<string, Reading>();

  constructor(
    private readonly grammars: Grammars,
    private readonly limits: SyntaxLimits = LIMITS,
  ) {}

  prepare(document: DocumentContext): void {
    if (grammarOf(document.languageId) === undefined) {
      return;
    }
    const reading = this.#use(document);
    if (!reading.isUnderWay) {
      reading.isUnderWay = true;
      void this.#readInTurns(document.documentId, reading);
    }
  }

  at(document: DocumentContext): FaultCount | undefined {
    const isLate = lateAfter(this.limits.judgeMs);
    const reading = this.#readIfInTime(document, isLate);
    if (reading === undefined) {
      return undefined;
    }
    const { tree, cursor: start } = reading;
    return (text, replaceLength) => tree.faultsWith({ start, end: start + replaceLength, text }, isLate);
  }

  constructEnd(document: DocumentContext, text: string): number | undefined {
    const isLate = lateAfter(this.limits.judgeMs);
    const reading = this.#readIfInTime(document, isLate);
    if (reading === undefined) {
      return undefined;
    }
    const { tree, cursor } = reading;
    const before = linePrefix(document);
    const start = isBlank(before)
      ? cursor + text.search(/\S/u)
      : cursor - before.length + before.search(/\S/u);
    const end = tree.constructEnd({ start: cursor, end: cursor, text }, start, isLate);
    return end !== undefined && end > cursor && end <= cursor + text.length ? end - cursor : undefined;
  }

  /** The document's tree as it is now, where there is time to read what changed. */
  #readIfInTime(
    document: DocumentContext,
    isLate: IsLate,
  ): { readonly tree: DocumentTree; readonly cursor: number } | undefined {
    const grammar = this.grammars.loaded(document.languageId);
    if (grammar === undefined) {
      return undefined;
    }
    const reading = this.#use(document);
    const tree = (reading.tree ??= new DocumentTree(grammar));
    if (!tree.read(reading.text, isLate)) {
      this.prepare(document);
      return undefined;
    }
    return { tree, cursor: reading.cursor };
  }

  /** Frees what a document took: it is closed. */
  close(documentId: string): void {
    this.#readings.get(documentId)?.tree?.delete();
    this.#readings.delete(documentId);
  }

  dispose(): void {
    for (const documentId of [...this.#readings.keys()]) {
      this.close(documentId);
    }
  }

  /** The document's place among those in use, with its text as it is now. */
  #use(document: DocumentContext): Reading {
    const { documentId, languageId } = document;
    const known = this.#readings.get(documentId);
    if (known !== undefined && known.languageId !== languageId) {
      this.close(documentId);
    }
    const fresh: Reading = { languageId, text: '', cursor: 0, tree: undefined, isUnderWay: false };
    const reading = this.#readings.get(documentId) ?? fresh;
    Object.assign(reading, syntaxWindow(document));
    this.#readings.delete(documentId);
    this.#readings.set(documentId, reading);
    const [oldest] = this.#readings.keys();
    if (this.#readings.size > MAX_DOCUMENTS && oldest !== undefined) {
      this.close(oldest);
    }
    return reading;
  }

  /** Reads a document a little at a time, until it is read as it is by then. */
  async #readInTurns(documentId: string, reading: Reading): Promise<void> {
    const grammar = await this.grammars.load(reading.languageId);
    const isKept = (): boolean => this.#readings.get(documentId) === reading;
    let isRead = grammar === undefined;
    while (!isRead && isKept()) {
      await nextTurn();
      if (grammar !== undefined && isKept()) {
        reading.tree ??= new DocumentTree(grammar);
        isRead = reading.tree.read(reading.text, lateAfter(this.limits.turnMs));
      }
    }
    reading.isUnderWay = false;
  }
}

function lateAfter(ms: number): IsLate {
  const end = performance.now() + ms;
  return () => performance.now() > end;
}
