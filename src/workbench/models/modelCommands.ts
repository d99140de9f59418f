import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { findForeignModels } from '../../models/library/findForeignModels.ts';
import { type AcceptedLicences } from '../acceptedLicences.ts';
import { type FetchServices } from '../fetchModel.ts';
import { setChatModelFile, setModelFile } from '../settings.ts';
import { useModelFile, type TryModel } from '../useModelFile.ts';
import { withoutLinks } from '../withoutLinks.ts';
import { byteSize } from './byteSize.ts';
import { describeModelProblem } from './describeModelProblem.ts';
import { type FactsReader } from './factsReader.ts';
import { type LibraryModel, type ModelLibrary } from './modelLibrary.ts';

/** Every command of the list of models, as package.json lists them. */
export type ModelCommandId =
  | 'openelm.models.useForCompletions'
  | 'openelm.models.useForChat'
  | 'openelm.models.chooseAdapter'
  | 'openelm.models.verify'
  | 'openelm.models.get'
  | 'openelm.models.lookInside'
  | 'openelm.models.add'
  | 'openelm.models.find'
  | 'openelm.models.refresh'
  | 'openelm.models.openFolder'
  | 'openelm.models.forget'
  | 'openelm.models.delete';

/** What the commands work on. */
export interface ModelServices {
  readonly library: ModelLibrary;
  readonly facts: FactsReader;
  readonly tryModel: TryModel;
  readonly extensionPath: string;
  readonly licences: AcceptedLicences;
  readonly fetch: FetchServices;
}

interface ModelItem extends vscode.QuickPickItem {
  readonly model: LibraryModel;
}

/** Command id → what it does. The list gives the model that was clicked; from the palette one is picked. */
export function modelCommandTable(
  services: ModelServices,
): Readonly<Record<ModelCommandId, (model?: LibraryModel) => Promise<void>>> {
  const { library } = services;
  return {
    'openelm.models.useForCompletions': async (model) => {
      const chosen = model ?? (await pickModel(services, vscode.l10n.t('Which Model Shall Complete Code?')));
      if (chosen !== undefined) {
        await useModelFile(settingOf(chosen), services.tryModel);
      }
    },
    'openelm.models.useForChat': async (model) => {
      const chosen = model ?? (await pickModel(services, vscode.l10n.t('Which Model Shall Answer Questions?')));
      if (chosen !== undefined) {
        await useForChat(services, chosen);
      }
    },
    'openelm.models.chooseAdapter': async (model) => {
      const title = vscode.l10n.t('Which Model Shall Be Run with an Adapter?');
      const chosen = model ?? (await pickModel(services, title));
      if (chosen !== undefined) {
        // Read and compiled for those alone who have an adapter.
        const { chooseAdapter } = await import('./chooseAdapter.ts');
        await chooseAdapter(chosen, services);
      }
    },
    'openelm.models.verify': async () => {
      const { verifyModel } = await import('../verifyModel.ts');
      await verifyModel({ ...services, folder: library.folder });
    },
    'openelm.models.get': () => get(services),
    'openelm.models.lookInside': async (model) => {
      if (model !== undefined) {
        await vscode.commands.executeCommand('openelm.lookInside', vscode.Uri.file(model.file));
      }
    },
    'openelm.models.add': () => add(library),
    'openelm.models.find': () => find(library),
    'openelm.models.refresh': () => {
      library.refresh();
      return Promise.resolve();
    },
    'openelm.models.openFolder': async () => {
      const folder = vscode.Uri.file(library.folder);
      await vscode.workspace.fs.createDirectory(folder);
      await vscode.commands.executeCommand('revealFileInOS', folder);
    },
    'openelm.models.forget': async (model) => {
      if (model !== undefined) {
        await stopUsing(model);
        await library.forget(model.file);
      }
    },
    'openelm.models.delete': async (model) => {
      if (model !== undefined) {
        await deleteFile(library, model);
      }
    },
  };
}

/** Registers the whole table. */
export function registerModelCommands(services: ModelServices): vscode.Disposable[] {
  return Object.entries(modelCommandTable(services)).map(([id, run]) =>
    vscode.commands.registerCommand(id, run),
  );
}

/** An empty path stands for the built-in model, wherever the extension lies after an update. */
function settingOf({ origin, file }: LibraryModel): string {
  return origin === 'builtIn' ? '' : file;
}

/** Where the completions have the same model, the chat has none of its own and follows them. */
async function useForChat({ facts }: ModelServices, model: LibraryModel): Promise<void> {
  const read = await facts.read(model.file);
  if (read.kind === 'problem') {
    void vscode.window.showErrorMessage(withoutLinks(`OpenELM: ${describeModelProblem(read.error)}`));
    return;
  }
  await setChatModelFile(model.isForCompletions ? '' : model.file);
}

async function pickModel({ library, facts }: ModelServices, title: string): Promise<LibraryModel | undefined> {
  const itemOf = async (model: LibraryModel): Promise<ModelItem | undefined> => {
    const read = await facts.read(model.file);
    return read.kind === 'problem'
      ? undefined
      : {
          label: read.facts.name,
          description: `${read.facts.quantisation} · ${byteSize(model.bytes)}`,
          detail: model.origin === 'builtIn' ? vscode.l10n.t('Ships with the extension.') : model.file,
          model,
        };
  };
  const items = async (): Promise<readonly ModelItem[]> =>
    (await Promise.all((await library.models()).map(itemOf))).filter((item) => item !== undefined);
  const picked = await vscode.window.showQuickPick(items(), { title, matchOnDetail: true });
  return picked?.model;
}

async function get(services: ModelServices): Promise<void> {
  const { library, tryModel } = services;
  // Read and compiled for those alone who look for a model.
  const { getModel } = await import('./getModel.ts');
  const got = await getModel({ ...services, folder: library.folder });
  library.refresh();
  const model = (await library.models()).find(({ file }) => file === got?.file);
  if (model === undefined || got?.use === undefined) {
    return;
  }
  await (got.use === 'chat' ? useForChat(services, model) : useModelFile(settingOf(model), tryModel));
}

async function add(library: ModelLibrary): Promise<void> {
  const files =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Add Models to the List'),
      defaultUri: vscode.Uri.file(os.homedir()),
      openLabel: vscode.l10n.t('Add'),
      canSelectMany: true,
      filters: { [vscode.l10n.t('GGUF models')]: ['gguf'] },
    })) ?? [];
  if (files.some(({ scheme }) => scheme !== 'file')) {
    void vscode.window.showErrorMessage(
      vscode.l10n.t('OpenELM: the model must lie on the machine on which the engine runs.'),
    );
    return;
  }
  if (files.length > 0) {
    await library.add(files.map((file) => file.fsPath));
  }
}

/** Looks where other programs keep their models; the files stay theirs. */
async function find(library: ModelLibrary): Promise<void> {
  const here = new Set((await library.models()).map(({ file }) => file));
  const found = (await findForeignModels({ home: os.homedir(), env: process.env })).filter(
    ({ path: file }) => !here.has(file),
  );
  if (found.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('OpenELM: Hugging Face, LM Studio and Ollama keep no further GGUF model on this machine.'),
    );
    return;
  }
  const picked = await vscode.window.showQuickPick(
    found.map(({ name, tool, bytes, path: file }) => ({
      label: name,
      description: `${tool} · ${byteSize(bytes)}`,
      detail: file,
      file,
    })),
    { title: vscode.l10n.t('Models of Other Programs: Which Shall Be in the List?'), canPickMany: true },
  );
  if (picked !== undefined && picked.length > 0) {
    await library.add(picked.map(({ file }) => file));
  }
}

/** What used the model goes on with the built-in one, or with that of the completions. */
async function stopUsing({ isForCompletions, isForChat }: LibraryModel): Promise<void> {
  if (isForCompletions) {
    await setModelFile('');
  } else if (isForChat) {
    await setChatModelFile('');
  }
}

async function deleteFile(library: ModelLibrary, model: LibraryModel): Promise<void> {
  const name = path.basename(model.file);
  const toTrash = vscode.l10n.t('Move to the Trash');
  const sure = await vscode.window.showWarningMessage(
    withoutLinks(vscode.l10n.t('Delete {0} ({1})?', name, byteSize(model.bytes))),
    { modal: true, detail: model.file },
    toTrash,
  );
  if (sure === toTrash && (await remove(model.file, name))) {
    await stopUsing(model);
    await library.forget(model.file);
  }
}

/** A disk without a trash, such as a server's, takes another word. */
async function remove(file: string, name: string): Promise<boolean> {
  const uri = vscode.Uri.file(file);
  try {
    await vscode.workspace.fs.delete(uri, { useTrash: true });
    return true;
  } catch {
    const forGood = vscode.l10n.t('Delete for Good');
    const sure = await vscode.window.showWarningMessage(
      withoutLinks(vscode.l10n.t('{0} can’t be moved to a trash here. Delete it for good?', name)),
      { modal: true, detail: file },
      forGood,
    );
    if (sure !== forGood) {
      return false;
    }
  }
  try {
    await vscode.workspace.fs.delete(uri);
    return true;
  } catch (error) {
    void vscode.window.showErrorMessage(
      withoutLinks(vscode.l10n.t('OpenELM: {0} could not be deleted: {1}', name, String(error))),
    );
    return false;
  }
}
