import * as vscode from 'vscode';
import { isReadable, isWritable } from './neighbours/readableDocument.ts';

/** So long nothing happens at a place before it is read there. */
const STAY_MS = 300;
/** A cursor that goes further has come to another place. */
const JUMP_LINES = 40;

/** What reads a place. */
export interface PlaceReader {
  /** Whether the engine can answer. */
  readonly isReady: () => boolean;
  readonly readAt: (document: vscode.TextDocument, position: vscode.Position) => Promise<void>;
  /** Told what went wrong: a key asks for all of it anyhow. */
  readonly failed: (error: unknown) => void;
}

/**
 * Notices where somebody comes to and stays: another editor, a far jump, or where the engine has just become ready. Has the
 * prompt for that place read, so that the first key there does not wait for it.
 */
export class Prewarm implements vscode.Disposable {
  readonly #listener: vscode.Disposable;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Where something was read or typed last. */
  #place: { readonly document: vscode.TextDocument; readonly line: number } | undefined;
  #wasReady = false;

  constructor(
    private readonly reader: PlaceReader,
    private readonly stayMs = STAY_MS,
  ) {
    this.#listener = vscode.Disposable.from(
      vscode.window.onDidChangeActiveTextEditor(() => {
        this.#schedule();
      }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        this.#noteCursor(textEditor);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) {
          this.#noteChange(document);
        }
      }),
    );
  }

  /** The engine is in another state. */
  refresh(): void {
    const isReady = this.reader.isReady();
    if (isReady && !this.#wasReady) {
      this.#schedule();
    }
    this.#wasReady = isReady;
  }

  /** What prompts of a document begin with was looked for, and may be another. */
  noteGathered(uri: vscode.Uri): void {
    if (uri.toString() === vscode.window.activeTextEditor?.document.uri.toString()) {
      this.#schedule();
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#listener.dispose();
  }

  #noteCursor({ document, selection }: vscode.TextEditor): void {
    if (document !== vscode.window.activeTextEditor?.document) {
      return;
    }
    const isFar =
      document !== this.#place?.document || Math.abs(selection.active.line - this.#place.line) > JUMP_LINES;
    if (isFar || this.#timer !== undefined) {
      this.#schedule();
    }
  }

  /** Whoever types asks: that reads the place. */
  #noteChange(document: vscode.TextDocument): void {
    const editor = vscode.window.activeTextEditor;
    if (editor?.document === document) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#place = { document, line: editor.selection.active.line };
    }
  }

  /** Reads when nothing has happened for a moment. */
  #schedule(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#read().catch(this.reader.failed);
    }, this.stayMs);
  }

  async #read(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined || !isReadable(editor.document) || !isWritable(editor.document)) {
      return;
    }
    const { document, selection } = editor;
    this.#place = { document, line: selection.active.line };
    await this.reader.readAt(document, selection.active);
  }
}
