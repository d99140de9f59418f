import path from 'node:path';
import * as vscode from 'vscode';
import { type ContextItem } from '../../core/chat/conversation.ts';
import { fileQuery } from '../../core/chat/fileQuery.ts';
import { type Exclusions } from '../../provider/exclusions.ts';
import { type Suggestion } from '../../webview/chatProtocol.ts';
import { fileItem, problemsItem, rangeItem, selectionItem, terminalItem } from './contextItems.ts';
import { findSymbols, wholeRange } from './workspaceSymbols.ts';

const MAX_SUGGESTIONS = 20;
/** Files looked at for one list. */
const MAX_FILES = 2000;
/** Those of several lists: one may be chosen from while the next is on its way. */
const MAX_OFFERS = 400;

/** A row that can be chosen, and where its text comes from. */
interface Offer {
  readonly label: string;
  readonly detail: string;
  /** The file that its text stands in, if any. */
  readonly uri?: vscode.Uri | undefined;
  readonly item: () => Promise<ContextItem | undefined>;
}

/** Files and symbols by name, and the way from a suggestion to its text. */
export class ContextPicker {
  /** What was suggested lately, by id; a page can only ask for what it was offered. */
  readonly #offers = new Map<string, Offer>();
  #count = 0;

  constructor(private readonly exclusions: Exclusions) {}

  /** Rows for what was typed after `@` (files, problems, the terminal) or `#` (symbols). */
  async suggest(trigger: '@' | '#', query: string): Promise<readonly Suggestion[]> {
    const offers = trigger === '@' ? [...places(query), ...(await this.#files(query))] : await symbols(query);
    return Promise.all(offers.map((offer) => this.#suggestion(offer)));
  }

  /** The text behind a suggestion; undefined when it was not offered, is gone, or is not to be read after all. */
  async resolve(id: string): Promise<ContextItem | undefined> {
    const offer = this.#offers.get(id);
    if (offer === undefined || !(await this.#mayRead(offer))) {
      return undefined;
    }
    try {
      return await offer.item();
    } catch {
      // Deleted meanwhile, too large for the editor, or no text.
      void vscode.window.showWarningMessage(
        vscode.l10n.t('OpenELM: {0} can’t be read as text.', offer.label),
      );
      return undefined;
    }
  }

  /** Asks with the editor's own picker, which searches while the user types; `#` searches symbols. */
  async pick(): Promise<ContextItem | undefined> {
    const box = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly contextId: string }>();
    box.placeholder = vscode.l10n.t('A file, or # and a symbol, for the context of your question');
    box.matchOnDescription = true;
    let searches = 0;
    const search = async (typed: string): Promise<void> => {
      const number = ++searches;
      box.busy = true;
      const isSymbol = typed.startsWith('#');
      const rows = await this.suggest(isSymbol ? '#' : '@', isSymbol ? typed.slice(1) : typed);
      if (number === searches) {
        box.busy = false;
        box.items = rows.map(({ label, detail, contextId = '' }) => ({
          label: isSymbol ? `#${label}` : label,
          description: detail,
          contextId,
          alwaysShow: true,
        }));
      }
    };
    const chosen = await new Promise<string | undefined>((resolve) => {
      box.onDidChangeValue((typed) => void search(typed));
      box.onDidAccept(() => {
        resolve(box.selectedItems[0]?.contextId);
        box.hide();
      });
      box.onDidHide(() => {
        resolve(undefined);
      });
      box.show();
      void search('');
    });
    box.dispose();
    return chosen === undefined ? undefined : this.resolve(chosen);
  }

  async #suggestion(offer: Offer): Promise<Suggestion> {
    const contextId = `offer-${String(++this.#count)}`;
    this.#offers.set(contextId, offer);
    for (const oldest of this.#offers.keys()) {
      if (this.#offers.size <= MAX_OFFERS) {
        break;
      }
      this.#offers.delete(oldest);
    }
    const { label, detail } = offer;
    return {
      insert: '',
      label,
      detail: [detail, await this.#warning(offer)].filter(Boolean).join(' · '),
      contextId,
    };
  }

  async #files(query: string): Promise<readonly Offer[]> {
    const { glob, excludeGlob, matches, compare } = fileQuery(query);
    const uris = await vscode.workspace.findFiles(glob, excludeGlob || undefined, MAX_FILES);
    const files = uris
      .map((uri) => ({ uri, relative: vscode.workspace.asRelativePath(uri) }))
      .filter(({ relative }) => matches(relative))
      .sort((a, b) => compare(a.relative, b.relative))
      // Those that git ignores come last: twice as many are looked at as are shown.
      .slice(0, 2 * MAX_SUGGESTIONS);
    const hidden = await Promise.all(files.map(({ uri }) => this.exclusions.hiddenBy(uri)));
    const isOpen = (index: number): boolean => hidden[index] === undefined;
    return [...files.filter((_, index) => isOpen(index)), ...files.filter((_, index) => !isOpen(index))]
      .slice(0, MAX_SUGGESTIONS)
      .map(({ uri, relative }) => ({
        label: path.posix.basename(relative),
        // Of a file at the top there is no more to say than its name.
        detail: relative.includes('/') ? relative : '',
        uri,
        item: async () => fileItem(await vscode.workspace.openTextDocument(uri)),
      }));
  }

  async #warning({ uri }: Offer): Promise<string> {
    switch (uri && (await this.exclusions.hiddenBy(uri))) {
      case 'pattern':
        return vscode.l10n.t('may hold secrets');
      case 'gitignored':
        return vscode.l10n.t('ignored by git');
      case undefined:
        return '';
    }
  }

  /** What may hold secrets is asked about once more. */
  async #mayRead({ uri, label }: Offer): Promise<boolean> {
    if (uri === undefined || (await this.exclusions.hiddenBy(uri)) !== 'pattern') {
      return true;
    }
    const add = vscode.l10n.t('Add');
    const question = vscode.l10n.t('{0} may hold secrets. Add it to the context all the same?', label);
    const detail = vscode.l10n.t(
      'It is kept with the conversation on your disk, and goes to no other place.',
    );
    return (await vscode.window.showWarningMessage(question, { modal: true, detail }, add)) === add;
  }
}

/** What the editors and the terminal have to offer. */
function places(query: string): readonly Offer[] {
  const editor = vscode.window.activeTextEditor;
  const offers: Offer[] = [];
  if (editor !== undefined) {
    const { document, selection } = editor;
    const { uri } = document;
    const about = { detail: path.posix.basename(uri.path), uri };
    if (!selection.isEmpty) {
      const label = vscode.l10n.t('Selection');
      offers.push({ ...about, label, item: () => Promise.resolve(selectionItem(editor)) });
    }
    const label = vscode.l10n.t('Current File');
    offers.push({ ...about, label, item: () => Promise.resolve(fileItem(document, selection.active)) });
    if (vscode.languages.getDiagnostics(uri).length > 0) {
      const problems = vscode.l10n.t('Problems');
      offers.push({ ...about, label: problems, item: () => Promise.resolve(problemsItem(document)) });
    }
  }
  if (vscode.window.activeTerminal !== undefined) {
    offers.push({ label: vscode.l10n.t('Terminal Selection'), detail: '', item: terminalItem });
  }
  return offers.filter(({ label }) => label.toLowerCase().includes(query.toLowerCase()));
}

async function symbols(query: string): Promise<readonly Offer[]> {
  const found = await findSymbols(vscode.window.activeTextEditor?.document, query);
  return found.slice(0, MAX_SUGGESTIONS).map((symbol) => ({
    label: symbol.name,
    detail: symbol.detail,
    uri: symbol.uri,
    item: async () => {
      const document = await vscode.workspace.openTextDocument(symbol.uri);
      return rangeItem('symbol', document, await wholeRange(symbol), symbol.name);
    },
  }));
}
