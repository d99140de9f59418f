import os from 'node:os';
import * as vscode from 'vscode';
import { findForeignModels } from '../../models/library/findForeignModels.ts';
import { type AcceptedLicences } from '../acceptedLicences.ts';
import { type FetchServices } from '../fetchModel.ts';
import { setChatModelFile } from '../settings.ts';
import { useModelFile, type TryModel } from '../useModelFile.ts';
import { withoutLinks } from '../withoutLinks.ts';
import { byteSize } from './byteSize.ts';
import { describeModelProblem } from './describeModelProblem.ts';
import { deleteModels, stopUsing } from './deleteModels.ts';
import { type GetModelServices } from './getModel.ts';
import { type FactsReader } from './factsReader.ts';
import { type ModelCommandId } from './modelCommandIds.ts';
import { type LibraryModel, type ModelLibrary } from './modelLibrary.ts';

/** What the commands work on. */
export interface ModelServices {
  readonly library: ModelLibrary;
  readonly facts: FactsReader;
  readonly tryModel: TryModel;
  readonly extensionPath: string;
  /** Where the copies of catalogs behind addresses lie. */
  readonly copiesFolder: string;
  readonly licences: AcceptedLicences;
  readonly fetch: FetchServices;
  readonly calibrate: GetModelServices['calibrate'];
  readonly machine: GetModelServices['machine'];
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
      const chosen =
        model ?? (await pickModel(services, vscode.l10n.t('Which Model Shall Answer Questions?')));
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
        await deleteModels(library, [model]);
      }
    },
  };
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

async function pickModel(
  { library, facts }: ModelServices,
  title: string,
): Promise<LibraryModel | undefined> {
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
      vscode.l10n.t(
        'OpenELM: Hugging Face, LM Studio and Ollama keep no further GGUF model on this machine.',
      ),
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
