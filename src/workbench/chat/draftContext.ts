import * as vscode from 'vscode';
import { type ContextItem } from '../../core/chat/conversation.ts';
import { type Exclusions } from '../../provider/exclusions.ts';
import { fileItem, selectionItem } from './contextItems.ts';

/** A piece of context beside the question that is being written. */
export interface DraftItem {
  readonly id: string;
  readonly item: ContextItem;
}

/**
 * What goes with the next question: what was added by hand, and by itself what is selected in the active editor, or its
 * file. Each can be removed; what was removed comes back with another selection or file. Files that are excluded from
 * completions never come by themselves.
 */
export class DraftContext implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #added = new Map<string, ContextItem>();
  readonly #subscriptions: readonly { dispose(): unknown }[];
  /** The editor that was looked at last, unless its file stays out. */
  #editor: vscode.TextEditor | undefined;
  #removed: string | undefined;
  #count = 0;

  constructor(private readonly exclusions: Exclusions) {
    const look = (): void => void this.#lookAt(vscode.window.activeTextEditor);
    this.#subscriptions = [
      this.#changed,
      vscode.window.onDidChangeActiveTextEditor(look),
      vscode.window.onDidChangeTextEditorSelection(look),
    ];
    look();
  }

  get items(): readonly DraftItem[] {
    const added = [...this.#added].map(([id, item]) => ({ id, item }));
    const automatic =
      this.#editor === undefined || this.#editor.document.isClosed ? undefined : automaticItem(this.#editor);
    return automatic === undefined || automatic.id === this.#removed ? added : [automatic, ...added];
  }

  /** Adds what the user chose; the same path and kind replaces what was there. */
  add(item: ContextItem): void {
    const same = [...this.#added].find(
      ([, { kind, path, label }]) => kind === item.kind && path === item.path && label === item.label,
    );
    this.#added.set(same?.[0] ?? `added-${String(++this.#count)}`, item);
    this.#changed.fire();
  }

  remove(id: string): void {
    if (!this.#added.delete(id)) {
      this.#removed = id;
    }
    this.#changed.fire();
  }

  /** After a question was sent: what was added by hand went with it. */
  clear(): void {
    this.#added.clear();
    this.#changed.fire();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
  }

  async #lookAt(editor: vscode.TextEditor | undefined): Promise<void> {
    // The page itself takes the focus from the editor: what was looked at last stays.
    if (editor === undefined && vscode.window.visibleTextEditors.length > 0) {
      return;
    }
    const isHidden = editor !== undefined && (await this.exclusions.hides(editor.document));
    if (editor === vscode.window.activeTextEditor) {
      this.#editor = isHidden ? undefined : editor;
      this.#changed.fire();
    }
  }
}

function automaticItem(editor: vscode.TextEditor): DraftItem | undefined {
  const { document, selection } = editor;
  if (document.uri.scheme === 'output') {
    return undefined;
  }
  const selected = selectionItem(editor);
  if (selected !== undefined) {
    const { start, end } = selection;
    const place = [start.line, start.character, end.line, end.character].join('.');
    return {
      id: `selection ${document.uri.toString()} ${String(document.version)} ${place}`,
      item: selected,
    };
  }
  return {
    id: `file ${document.uri.toString()}`,
    item: fileItem(document, selection.active),
  };
}
