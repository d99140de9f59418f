import path from 'node:path';
import * as vscode from 'vscode';
import { setChatModelFile, setModelFile } from '../settings.ts';
import { withoutLinks } from '../withoutLinks.ts';
import { byteSize } from './byteSize.ts';
import { type LibraryModel, type ModelLibrary } from './modelLibrary.ts';

/** Deletes model files after a yes; what used one goes on with the built-in model. */
export async function deleteModels(library: ModelLibrary, models: readonly LibraryModel[]): Promise<void> {
  const toTrash = vscode.l10n.t('Move to the Trash');
  const size = byteSize(models.reduce((sum, { bytes }) => sum + bytes, 0));
  const [first, ...more] = models;
  if (first === undefined) {
    return;
  }
  const question =
    more.length === 0
      ? vscode.l10n.t('Delete {0} ({1})?', path.basename(first.file), size)
      : vscode.l10n.t('Delete {0} models ({1})?', models.length, size);
  const detail = models.map(({ file }) => file).join('\n');
  if (
    (await vscode.window.showWarningMessage(withoutLinks(question), { modal: true, detail }, toTrash)) !==
    toTrash
  ) {
    return;
  }
  for (const model of await removeAll(models)) {
    await stopUsing(model);
    await library.forget(model.file);
  }
}

/** What used the model goes on with the built-in one, or with that of the completions. */
export async function stopUsing({
  isForCompletions,
  isForChat,
}: Pick<LibraryModel, 'isForCompletions' | 'isForChat'>): Promise<void> {
  if (isForCompletions) {
    await setModelFile('');
  } else if (isForChat) {
    await setChatModelFile('');
  }
}

/** Those that are gone. A disk without a trash, such as a server's, takes another word. */
async function removeAll(models: readonly LibraryModel[]): Promise<readonly LibraryModel[]> {
  const gone: LibraryModel[] = [];
  const left: LibraryModel[] = [];
  for (const model of models) {
    const isGone = await moveToTrash(model.file);
    (isGone ? gone : left).push(model);
  }
  if (left.length === 0 || !(await isSure(left))) {
    return gone;
  }
  for (const model of left) {
    if (await deleteForGood(model.file)) {
      gone.push(model);
    }
  }
  return gone;
}

async function isSure(models: readonly LibraryModel[]): Promise<boolean> {
  const forGood = vscode.l10n.t('Delete for Good');
  const [first] = models;
  const question =
    models.length === 1
      ? vscode.l10n.t(
          '{0} can’t be moved to a trash here. Delete it for good?',
          path.basename(first?.file ?? ''),
        )
      : vscode.l10n.t('{0} files can’t be moved to a trash here. Delete them for good?', models.length);
  const detail = models.map(({ file }) => file).join('\n');
  const options = { modal: true, detail };
  return (await vscode.window.showWarningMessage(withoutLinks(question), options, forGood)) === forGood;
}

async function moveToTrash(file: string): Promise<boolean> {
  try {
    await vscode.workspace.fs.delete(vscode.Uri.file(file), { useTrash: true });
    return true;
  } catch {
    return false;
  }
}

async function deleteForGood(file: string): Promise<boolean> {
  try {
    await vscode.workspace.fs.delete(vscode.Uri.file(file));
    return true;
  } catch (error) {
    void vscode.window.showErrorMessage(
      withoutLinks(
        vscode.l10n.t('OpenELM: {0} could not be deleted: {1}', path.basename(file), String(error)),
      ),
    );
    return false;
  }
}
