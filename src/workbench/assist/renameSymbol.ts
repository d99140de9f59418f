import * as vscode from 'vscode';
import { type Exclusions } from '../../provider/exclusions.ts';
import { tell } from './tell.ts';

/** A name in a document that its language can rename. */
export interface SymbolToRename {
  readonly document: vscode.TextDocument;
  readonly range: vscode.Range;
  readonly name: string;
}

/** The symbol at the cursor; undefined when there is none that can be renamed, which is said. */
export async function symbolToRename(exclusions: Exclusions): Promise<SymbolToRename | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) {
    tell(vscode.l10n.t('Put the cursor on a name in an editor, then run this command again.'));
    return undefined;
  }
  const { document, selection } = editor;
  if (await exclusions.hides(document)) {
    tell(vscode.l10n.t('This file may hold secrets or is ignored by git, and is not read.'));
    return undefined;
  }
  try {
    const found = await vscode.commands.executeCommand<{ range: vscode.Range } | undefined>(
      'vscode.prepareRename',
      document.uri,
      selection.active,
    );
    const name = found === undefined ? '' : document.getText(found.range);
    if (found !== undefined && name.trim() !== '') {
      return { document, range: found.range, name };
    }
  } catch {
    // The language says that this place has no name; what to do is the same.
  }
  tell(vscode.l10n.t('There is nothing to rename here. Put the cursor on a name of your own code.'));
  return undefined;
}

/** Renames the symbol wherever the language’s extension finds it, as the editor’s own command does. */
export async function renameSymbol({ document, range, name }: SymbolToRename, to: string): Promise<void> {
  if (document.isClosed || document.getText(range) !== name) {
    tell(vscode.l10n.t('The code was edited meanwhile, so nothing was renamed. Run the command again.'));
    return;
  }
  try {
    const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit | undefined>(
      'vscode.executeDocumentRenameProvider',
      document.uri,
      range.start,
      to,
    );
    if (edit === undefined || edit.size === 0) {
      tell(vscode.l10n.t('The extension for this language can’t rename {0}.', name));
    } else if (!(await vscode.workspace.applyEdit(edit, { isRefactoring: true }))) {
      tell(vscode.l10n.t('The editor refused to rename {0}; a file may be read-only.', name));
    }
  } catch (error) {
    // Language servers say in words why a name can't be.
    const reason = error instanceof Error ? error.message : String(error);
    tell(vscode.l10n.t('{0} was not renamed: {1}', name, reason));
  }
}
