import path from 'node:path';
import * as vscode from 'vscode';
import { type ContextItem } from '../../core/chat/conversation.ts';
import { type Suggestion } from '../../webview/chatProtocol.ts';
import {
  documentSymbols,
  fileItem,
  problemsItem,
  rangeItem,
  selectionItem,
  terminalItem,
} from './contextItems.ts';

const MAX_SUGGESTIONS = 20;
/** Files looked through for a name. */
const MAX_FILES = 2000;

/** Files and symbols by name, and the way from a suggestion to its text. */
export class ContextPicker {
  /** What was suggested last, by id; a page can only ask for what it was offered. */
  readonly #offered = new Map<string, () => Promise<ContextItem | undefined>>();

  /** Rows for what was typed after `@` (files, problems, the terminal) or `#` (symbols of the active file). */
  async suggest(trigger: '@' | '#', query: string): Promise<readonly Suggestion[]> {
    this.#offered.clear();
    return trigger === '@' ? [...this.#places(query), ...(await this.#files(query))] : this.#symbols(query);
  }

  /** The text behind a suggestion; undefined when it was not offered or is gone. */
  async resolve(id: string): Promise<ContextItem | undefined> {
    return this.#offered.get(id)?.();
  }

  /** Asks with the editor's own picker. */
  async pick(): Promise<ContextItem | undefined> {
    const rows = await this.suggest('@', '');
    const items = rows.map(({ label, detail, contextId }) => ({ label, description: detail, contextId }));
    const chosen = await vscode.window.showQuickPick(items, {
      placeHolder: vscode.l10n.t('Add to the context of your question'),
      matchOnDescription: true,
    });
    return chosen?.contextId === undefined ? undefined : this.resolve(chosen.contextId);
  }

  #places(query: string): readonly Suggestion[] {
    const editor = vscode.window.activeTextEditor;
    const rows: Suggestion[] = [];
    if (editor !== undefined) {
      const { document, selection } = editor;
      const name = path.posix.basename(document.uri.path);
      if (!selection.isEmpty) {
        rows.push(
          this.#offer(vscode.l10n.t('Selection'), name, () => Promise.resolve(selectionItem(editor))),
        );
      }
      rows.push(
        this.#offer(vscode.l10n.t('Current File'), name, () =>
          Promise.resolve(fileItem(document, selection.active)),
        ),
      );
      if (vscode.languages.getDiagnostics(document.uri).length > 0) {
        rows.push(
          this.#offer(vscode.l10n.t('Problems'), name, () => Promise.resolve(problemsItem(document))),
        );
      }
    }
    if (vscode.window.activeTerminal !== undefined) {
      rows.push(this.#offer(vscode.l10n.t('Terminal Selection'), '', terminalItem));
    }
    return rows.filter(({ label }) => matches(label, query));
  }

  async #files(query: string): Promise<readonly Suggestion[]> {
    const uris = await vscode.workspace.findFiles('**/*', undefined, MAX_FILES);
    return uris
      .map((uri) => ({ uri, relative: vscode.workspace.asRelativePath(uri, false) }))
      .filter(({ relative }) => matches(relative, query))
      .sort(
        (a, b) => rank(a.relative, query) - rank(b.relative, query) || a.relative.localeCompare(b.relative),
      )
      .slice(0, MAX_SUGGESTIONS)
      .map(({ uri, relative }) =>
        this.#offer(path.posix.basename(relative), relative, async () =>
          fileItem(await vscode.workspace.openTextDocument(uri)),
        ),
      );
  }

  async #symbols(query: string): Promise<readonly Suggestion[]> {
    const document = vscode.window.activeTextEditor?.document;
    if (document === undefined) {
      return [];
    }
    const symbols = await documentSymbols(document.uri);
    return symbols
      .filter(({ name }) => matches(name, query))
      .slice(0, MAX_SUGGESTIONS)
      .map(({ name, detail, range }) =>
        this.#offer(name, detail === '' ? vscode.l10n.t('line {0}', range.start.line + 1) : detail, () =>
          Promise.resolve(rangeItem('symbol', document, range, name)),
        ),
      );
  }

  #offer(label: string, detail: string, item: () => Promise<ContextItem | undefined>): Suggestion {
    const contextId = `offer-${String(this.#offered.size + 1)}`;
    this.#offered.set(contextId, item);
    return { insert: '', label, detail, contextId };
  }
}

function matches(text: string, query: string): boolean {
  return text.toLowerCase().includes(query.toLowerCase());
}

/** Names that begin with the query come first, then names that hold it, then paths. */
function rank(relative: string, query: string): number {
  const name = path.posix.basename(relative).toLowerCase();
  const wanted = query.toLowerCase();
  return name.startsWith(wanted) ? 0 : name.includes(wanted) ? 1 : 2;
}
