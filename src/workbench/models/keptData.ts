import path from 'node:path';
import * as vscode from 'vscode';
import { discardDownload } from '../../models/download/discardDownload.ts';
import { unfinishedDownloads } from '../../models/download/unfinishedDownloads.ts';
import { folderSize } from '../../models/library/folderSize.ts';
import { describeDownloadFailure } from '../describeDownloadFailure.ts';
import { type AccessTokens } from '../accessTokens.ts';
import { withoutLinks } from '../withoutLinks.ts';
import { byteSize } from './byteSize.ts';
import { deleteModels } from './deleteModels.ts';
import { type ModelLibrary } from './modelLibrary.ts';

/** Where what the extension keeps lies. */
export interface KeptPlaces {
  readonly library: ModelLibrary;
  readonly tokens: AccessTokens;
  /** The extension's own folder, for all windows. */
  readonly globalFolder: string;
  /** That for the workspace; undefined in a window without one. */
  readonly workspaceFolder: string | undefined;
}

interface KeptItem extends vscode.QuickPickItem {
  readonly run?: () => Thenable<unknown>;
}

/** Says what stays on this disk when the extension is uninstalled, and lets the user remove it. */
export async function showKeptData(places: KeptPlaces): Promise<void> {
  const picked = await vscode.window.showQuickPick(itemsOf(places), {
    title: vscode.l10n.t('What Stays When OpenELM Is Uninstalled'),
    placeHolder: vscode.l10n.t('Choose a folder to open it: what you delete there is gone'),
  });
  await picked?.run?.();
}

async function itemsOf({
  library,
  tokens,
  globalFolder,
  workspaceFolder,
}: KeptPlaces): Promise<readonly KeptItem[]> {
  const hosts = await tokens.hosts();
  const isOwn = isWithin(globalFolder, library.folder);
  const folders = [
    [
      isOwn
        ? vscode.l10n.t('Models that were downloaded')
        : vscode.l10n.t('The folder of models that you chose'),
      library.folder,
    ],
    [vscode.l10n.t('Everything that belongs to all windows'), globalFolder],
    ...(workspaceFolder === undefined
      ? []
      : [
          [
            vscode.l10n.t('Conversations of this workspace, and what was read of its last files'),
            workspaceFolder,
          ] as const,
        ]),
  ] as const;
  const items = folders.map(async ([label, folder]) => folderItem(label, folder));
  return [
    ...(await Promise.all(items)),
    ...(hosts.length === 0 ? [] : [tokensItem(hosts)]),
    ...(isOwn ? [deleteItem(library)] : []),
  ];
}

async function folderItem(label: string, folder: string): Promise<KeptItem> {
  return {
    label: `$(folder) ${label}`,
    description: byteSize(await folderSize(folder)),
    detail: folder,
    run: async () => {
      const uri = vscode.Uri.file(folder);
      await vscode.workspace.fs.createDirectory(uri);
      await vscode.commands.executeCommand('revealFileInOS', uri);
    },
  };
}

function tokensItem(hosts: readonly string[]): KeptItem {
  return {
    label: vscode.l10n.t('$(key) Access tokens in VS Code’s secret storage'),
    detail: hosts.join(', '),
    run: () => vscode.commands.executeCommand('openelm.models.forgetToken'),
  };
}

function deleteItem(library: ModelLibrary): KeptItem {
  return {
    label: vscode.l10n.t('$(trash) Delete all downloaded models…'),
    detail: vscode.l10n.t('with what unfinished downloads have left; models that lie elsewhere stay'),
    run: () => deleteDownloads(library),
  };
}

async function deleteDownloads(library: ModelLibrary): Promise<void> {
  for (const { wanted } of await unfinishedDownloads(library.folder)) {
    try {
      await discardDownload(wanted);
    } catch (error) {
      void vscode.window.showErrorMessage(withoutLinks(`OpenELM: ${describeDownloadFailure(error)}`));
    }
  }
  await deleteModels(
    library,
    (await library.models()).filter(({ origin }) => origin === 'folder'),
  );
}

function isWithin(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
}
