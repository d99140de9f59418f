import * as vscode from 'vscode';
import { type ContextItem } from '../../core/chat/conversation.ts';
import { wantsContext } from '../../core/chat/slashCommands.ts';
import { type Exclusions } from '../../provider/exclusions.ts';
import { describeSecrets, type StagedContext } from '../assist/stagedChanges.ts';
import { tell } from '../assist/tell.ts';
import { fileItem, problemsItem, selectionItem } from './contextItems.ts';

/** A piece of context beside the question that is being written. */
export interface DraftItem {
  readonly id: string;
  readonly item: ContextItem;
}

/** What goes with a question that is sent. */
export interface TakenContext {
  readonly items: readonly ContextItem[];
  /** Why there is nothing to ask a model about, as a sentence. */
  readonly refusal?: string;
}

/** Cursors and texts change with every key; what goes along is shown when they rest. */
const PAUSE_MS = 120;

/**
 * What goes with the next question: what was added by hand, and by itself what is selected in the active editor, or its
 * file, and the problems there for a command that mends them, or what is staged for one that writes about that. Each can
 * be removed; what was removed comes back with another selection or file. Files that may hold secrets or are ignored by git never come by themselves.
 */
export class DraftContext implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #added = new Map<string, ContextItem>();
  readonly #removed = new Set<string>();
  readonly #subscriptions: readonly { dispose(): unknown }[];
  /** The editor that was looked at last, unless its file stays out. */
  #editor: vscode.TextEditor | undefined;
  /** Read once for each state of the editor: a file may be long. */
  #automatic: { readonly key: string; readonly items: readonly DraftItem[] } | undefined;
  #wantsProblems = false;
  /** While a question is written that is about what is staged: that, as it was read last. */
  #staged: { readonly items: readonly DraftItem[]; readonly notices: readonly string[] } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #count = 0;

  constructor(
    private readonly exclusions: Exclusions,
    /** Reads what is staged; asks for the repository only where it may. */
    private readonly readStaged: (mayAsk: boolean) => Promise<StagedContext>,
  ) {
    const look = (): void => void this.#lookAt(vscode.window.activeTextEditor);
    this.#subscriptions = [
      this.#changed,
      vscode.window.onDidChangeActiveTextEditor(look),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        this.#tellSoon(textEditor.document);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        this.#tellSoon(document);
      }),
    ];
    look();
  }

  get items(): readonly DraftItem[] {
    const automatic = this.#staged?.items ?? this.#automaticItems();
    return [
      ...automatic.filter(({ id }) => !this.#removed.has(id)),
      ...[...this.#added].map(([id, item]) => ({ id, item })),
    ];
  }

  /** Sentences on what will not go along, besides what does not fit. */
  get notices(): readonly string[] {
    return this.#staged?.notices ?? [];
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
      this.#removed.add(id);
    }
    this.#changed.fire();
  }

  /** Takes note of the question as far as it is written: a command in it may want more context. */
  noteQuestion(question: string): void {
    const wantsProblems = wantsContext(question, 'problems');
    const wantsStaged = wantsContext(question, 'diff');
    if (wantsStaged && this.#staged === undefined) {
      void this.#showStaged();
    }
    if (wantsProblems !== this.#wantsProblems || wantsStaged !== (this.#staged !== undefined)) {
      this.#wantsProblems = wantsProblems;
      this.#staged = wantsStaged ? { items: [], notices: [] } : undefined;
      this.#changed.fire();
    }
  }

  /** What goes with a question that is sent now; undefined when the user did not choose what it is about. */
  async take(question: string): Promise<TakenContext | undefined> {
    return wantsContext(question, 'diff') ? this.takeStaged() : { items: this.items.map(({ item }) => item) };
  }

  /** What is staged at this moment, less what the user removed, and what was added by hand. */
  async takeStaged(): Promise<TakenContext | undefined> {
    const read = await this.readStaged(true);
    if (read.kind === 'notChosen') {
      return undefined;
    }
    if (read.kind === 'nothing') {
      return { items: [], refusal: read.message };
    }
    const staged = stagedItems(read.items).filter(({ id }) => !this.#removed.has(id));
    if (staged.length === 0) {
      const refusal = vscode.l10n.t(
        'All staged files were removed from the question; nothing is left to write about.',
      );
      return { items: [], refusal };
    }
    const secrets = describeSecrets(read.secrets);
    if (secrets !== undefined) {
      tell(secrets);
    }
    return { items: [...staged.map(({ item }) => item), ...this.#added.values()] };
  }

  /** After a question was sent: what was added by hand went with it. */
  clear(): void {
    this.#forgetRemoved((id) => id.startsWith(STAGED));
    this.#added.clear();
    this.#wantsProblems = false;
    this.#staged = undefined;
    this.#changed.fire();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
  }

  #forgetRemoved(isForgotten: (id: string) => boolean): void {
    for (const id of [...this.#removed].filter(isForgotten)) {
      this.#removed.delete(id);
    }
  }

  async #showStaged(): Promise<void> {
    const read = await this.readStaged(false);
    if (this.#staged !== undefined && read.kind !== 'notChosen') {
      this.#staged =
        read.kind === 'staged'
          ? { items: stagedItems(read.items), notices: [describeSecrets(read.secrets) ?? []].flat() }
          : { items: [], notices: [read.message] };
      this.#changed.fire();
    }
  }

  async #lookAt(editor: vscode.TextEditor | undefined): Promise<void> {
    // The page itself takes the focus from the editor: what was looked at last stays.
    if (editor === undefined && vscode.window.visibleTextEditors.length > 0) {
      return;
    }
    const isHidden = editor !== undefined && (await this.exclusions.hides(editor.document));
    if (editor === vscode.window.activeTextEditor) {
      if (editor !== this.#editor) {
        this.#forgetRemoved((id) => !id.startsWith(STAGED));
      }
      this.#editor = isHidden ? undefined : editor;
      this.#changed.fire();
    }
  }

  #tellSoon(document: vscode.TextDocument): void {
    if (document === this.#editor?.document) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => {
        this.#changed.fire();
      }, PAUSE_MS);
    }
  }

  #automaticItems(): readonly DraftItem[] {
    const editor = this.#editor;
    if (editor === undefined || editor.document.isClosed || editor.document.uri.scheme === 'output') {
      return [];
    }
    const { document, selection } = editor;
    const { start, end } = selection;
    const place = [start.line, start.character, end.line, end.character].join('.');
    const key = `${document.uri.toString()} ${String(document.version)} ${place}`;
    if (this.#automatic?.key !== key) {
      const selected = selectionItem(editor);
      const item =
        selected === undefined
          ? { id: `file ${document.uri.toString()}`, item: fileItem(document, selection.active) }
          : { id: `selection ${key}`, item: selected };
      this.#automatic = { key, items: [item] };
    }
    return [...this.#automatic.items, ...(this.#wantsProblems ? problemsOf(editor) : [])];
  }
}

const STAGED = 'staged ';

function stagedItems(items: readonly ContextItem[]): readonly DraftItem[] {
  return items.map((item) => ({ id: `${STAGED}${item.label}`, item }));
}

/** Those of the selection, without one of the document. */
function problemsOf({ document, selection }: vscode.TextEditor): readonly DraftItem[] {
  const item = problemsItem(document, selection.isEmpty ? undefined : selection);
  return item === undefined ? [] : [{ id: `problems ${document.uri.toString()}`, item }];
}
