import path from 'node:path';
import * as vscode from 'vscode';
import { setModelFile } from './settings.ts';
import { withoutLinks } from './withoutLinks.ts';

/** Says what is wrong with the chosen model, or nothing when it is ready. */
export type TryModel = () => Promise<string | undefined>;

/** Chooses a file for the completions, an empty path for the built-in one, and says so when it can't be used. */
export async function useModelFile(file: string, tryModel: TryModel): Promise<void> {
  await setModelFile(file);
  const name = file === '' ? vscode.l10n.t('the built-in model') : path.basename(file);
  const problem = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('OpenELM: loading {0}', name) },
    tryModel,
  );
  if (problem === undefined) {
    return;
  }
  const useBuiltIn = vscode.l10n.t('Use the Built-in Model');
  if (
    (await vscode.window.showErrorMessage(withoutLinks(`OpenELM: ${problem}`), useBuiltIn)) === useBuiltIn
  ) {
    await setModelFile('');
  }
}
