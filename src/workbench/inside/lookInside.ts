import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { engineSettings } from '../settings.ts';
import { INSIDE_VIEW_TYPE } from './insideViewType.ts';

/** Opens the view of a model: of the file that is given, or of one that the user picks, those in use first. */
export async function lookInside(builtInModel: string, given: unknown): Promise<void> {
  const file = given instanceof vscode.Uri ? given : await pickModel(builtInModel);
  if (file !== undefined) {
    await vscode.commands.executeCommand('vscode.openWith', file, INSIDE_VIEW_TYPE);
  }
}

async function pickModel(builtInModel: string): Promise<vscode.Uri | undefined> {
  const { modelFile } = engineSettings();
  const builtIn = {
    label: `$(package) ${vscode.l10n.t('The built-in model')}`,
    description: path.basename(builtInModel),
    file: builtInModel,
  };
  const chosen =
    modelFile === undefined
      ? []
      : [
          {
            label: `$(file-binary) ${path.basename(modelFile)}`,
            description: vscode.l10n.t('the chosen model'),
            file: modelFile,
          },
        ];
  const other = { label: `$(folder-opened) ${vscode.l10n.t('Another file…')}`, file: undefined };
  const picked = await vscode.window.showQuickPick([...chosen, builtIn, other], {
    title: vscode.l10n.t('Look Inside Which Model?'),
  });
  if (picked === undefined) {
    return undefined;
  }
  return picked.file === undefined ? pickFile() : vscode.Uri.file(picked.file);
}

async function pickFile(): Promise<vscode.Uri | undefined> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Choose a Model File'),
      defaultUri: vscode.Uri.file(os.homedir()),
      openLabel: vscode.l10n.t('Look Inside'),
      filters: { [vscode.l10n.t('GGUF models')]: ['gguf'] },
    })) ?? [];
  return file;
}
