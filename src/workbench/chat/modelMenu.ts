import * as vscode from 'vscode';
import { type FormatId } from '../../core/chat/formats/promptFormat.ts';
import { chatModelFile, engineSettings, setChatModelFile, setPromptFormat } from '../settings.ts';
import { type AnsweringModel } from './answeringModel.ts';
import { formatDetail, formatLabel } from './formatLabel.ts';

interface Row extends vscode.QuickPickItem {
  readonly run?: () => PromiseLike<unknown>;
}

/** Lets the user choose the model that answers and, where there are several, the way it is asked. */
export async function pickModel({ model, format, formats }: AnsweringModel): Promise<void> {
  const rows: Row[] = [
    {
      label: `$(list-unordered) ${vscode.l10n.t('Models on This Machine…')}`,
      run: () => vscode.commands.executeCommand('openelm.models.useForChat'),
    },
    {
      label: `$(cloud-download) ${vscode.l10n.t('Get a Model…')}`,
      run: () => vscode.commands.executeCommand('openelm.models.get'),
    },
    ...(chatModelFile() === undefined ? sharedRows() : [followRow()]),
  ];
  if (formats.length > 1) {
    rows.push(
      { label: vscode.l10n.t('How it is asked'), kind: vscode.QuickPickItemKind.Separator },
      ...formats.map(({ id }) => formatRow(id, id === format?.id, id === formats[0]?.id)),
    );
  }
  const chosen = await vscode.window.showQuickPick(rows, {
    title: model?.name ?? vscode.l10n.t('Model'),
    placeHolder: vscode.l10n.t('Choose the model that answers'),
  });
  await chosen?.run?.();
}

/** While one model does everything, another file does everything as well. */
function sharedRows(): Row[] {
  const choose: Row = {
    label: `$(folder-opened) ${vscode.l10n.t('Choose a Model File…')}`,
    run: () => vscode.commands.executeCommand('openelm.chooseModel'),
  };
  const useBuiltIn: Row = {
    label: `$(package) ${vscode.l10n.t('Use the Built-In Model')}`,
    run: () => vscode.commands.executeCommand('openelm.useBuiltInModel'),
  };
  return engineSettings().modelFile === undefined ? [choose] : [choose, useBuiltIn];
}

function followRow(): Row {
  return {
    label: `$(replace) ${vscode.l10n.t('Use the Model of the Completions')}`,
    run: () => setChatModelFile(''),
  };
}

function formatRow(id: FormatId, isCurrent: boolean, isDefault: boolean): Row {
  return {
    label: `$(${isCurrent ? 'check' : 'blank'}) ${formatLabel(id)}`,
    ...(isDefault ? { description: vscode.l10n.t('the default') } : {}),
    detail: formatDetail(id),
    // The default is what a model without a choice gets: another model has another.
    run: () => setPromptFormat(isDefault ? undefined : id),
  };
}
