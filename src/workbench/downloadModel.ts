import * as vscode from 'vscode';
import { addressOfFile, type AddressedFile } from '../models/download/addressOfFile.ts';
import { discardDownload } from '../models/download/discardDownload.ts';
import { unfinishedDownloads } from '../models/download/unfinishedDownloads.ts';
import { type WantedFile } from '../models/download/wantedFile.ts';
import { describeDownloaded, describeShare } from './describeDownload.ts';
import { describeDownloadFailure } from './describeDownloadFailure.ts';
import { fetchModel, type FetchServices } from './fetchModel.ts';
import { withoutLinks } from './withoutLinks.ts';

/** What to do first: something new, or with what an earlier download has left. */
type Choice =
  { readonly kind: 'address' } | { readonly kind: 'resume' | 'discard'; readonly wanted: WantedFile };

/**
 * Asks for the address of a model and fetches it, or goes on with one that was begun earlier; the user may then choose
 * it.
 *
 * @param folder for models, on the machine on which the engine runs
 * @param useModel makes a file the chosen model
 */
export async function downloadModel(
  folder: string,
  services: FetchServices,
  useModel: (file: string) => Promise<void>,
): Promise<void> {
  const wanted = await askForModel(folder);
  const file = wanted === undefined ? undefined : await fetchModel(wanted, services);
  if (wanted === undefined || file === undefined) {
    return;
  }
  const use = vscode.l10n.t('Use This Model');
  const said = withoutLinks(describeDownloaded(file, wanted.address));
  if ((await vscode.window.showInformationMessage(said, use)) === use) {
    await useModel(file.path);
  }
}

async function askForModel(folder: string): Promise<WantedFile | undefined> {
  const choice = await askWhetherToResume(folder);
  switch (choice?.kind) {
    case undefined:
      return undefined;
    case 'resume':
      return choice.wanted;
    case 'discard':
      await discard(choice.wanted);
      return undefined;
    case 'address':
      return askForAddress(folder);
  }
}

/** Undefined when the list is closed; there is none without anything to go on with. */
async function askWhetherToResume(folder: string): Promise<Choice | undefined> {
  const left = await unfinishedDownloads(folder);
  if (left.length === 0) {
    return { kind: 'address' };
  }
  const items: (vscode.QuickPickItem & { readonly choice: Choice })[] = [
    { label: vscode.l10n.t('$(globe) Another address…'), choice: { kind: 'address' } },
    ...left.flatMap(({ wanted, bytes, total }) => {
      const description = describeShare(bytes, total);
      const { name } = wanted;
      return [
        {
          label: vscode.l10n.t('$(play) Go on with {0}', name),
          description,
          choice: { kind: 'resume', wanted } as const,
        },
        {
          label: vscode.l10n.t('$(trash) Remove what is here of {0}', name),
          description,
          choice: { kind: 'discard', wanted } as const,
        },
      ];
    }),
  ];
  const title = vscode.l10n.t('Downloads That Have Not Ended');
  return (await vscode.window.showQuickPick(items, { title }))?.choice;
}

async function discard(wanted: WantedFile): Promise<void> {
  try {
    await discardDownload(wanted);
  } catch (error) {
    void vscode.window.showErrorMessage(withoutLinks(`OpenELM: ${describeDownloadFailure(error)}`));
  }
}

async function askForAddress(folder: string): Promise<WantedFile | undefined> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Download a Model from an Address'),
    prompt: vscode.l10n.t('The https address of a .gguf file'),
    placeHolder: 'https://…/model.gguf',
    ignoreFocusOut: true,
    validateInput: (value) => (value.trim() === '' ? undefined : problemOf(value)),
  });
  if (text === undefined || text.trim() === '') {
    return undefined;
  }
  const { address, host, name } = addressOfFile(text);
  return (await accepts({ address, host, name }, folder)) ? { address, folder, name } : undefined;
}

function problemOf(text: string): string | undefined {
  try {
    addressOfFile(text);
    return undefined;
  } catch (error) {
    return describeDownloadFailure(error);
  }
}

/** Nothing is known of a file at an address that a person brings: that is said before anything is contacted. */
async function accepts({ host, name }: AddressedFile, folder: string): Promise<boolean> {
  const download = vscode.l10n.t('Download');
  const answer = await vscode.window.showInformationMessage(
    withoutLinks(vscode.l10n.t('Download {0} from {1}?', name, host)),
    {
      modal: true,
      detail: vscode.l10n.t(
        'OpenELM knows nothing of this file. Under which licence it is published, and whether that allows what you mean to do with it, is yours to check. Nothing is contacted but {0} and the hosts that it leads to; the log lists them. The file will lie in {1}.',
        host,
        folder,
      ),
    },
    download,
  );
  return answer === download;
}
