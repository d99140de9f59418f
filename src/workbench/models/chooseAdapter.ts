import path from 'node:path';
import * as vscode from 'vscode';
import { AdapterError } from '../../models/adapters/adapterError.ts';
import { type AdapterChoice } from '../../models/adapters/adapterChoice.ts';
import { type AdapterFacts } from '../../models/adapters/checkAdapterFile.ts';
import { describeAdapterError } from '../describeAdapterError.ts';
import { modelAdapters, setModelAdapters } from '../settings.ts';
import { type TryModel } from '../useModelFile.ts';
import { withoutLinks } from '../withoutLinks.ts';
import { AdapterChoices, adapterScale } from './adapterSetting.ts';
import { describeModelProblem } from './describeModelProblem.ts';
import { type FactsReader } from './factsReader.ts';
import { type LibraryModel, type ModelLibrary } from './modelLibrary.ts';

/** What choosing an adapter needs of the rest. */
export interface AdapterServices {
  readonly library: Pick<ModelLibrary, 'builtInModel'>;
  readonly facts: Pick<FactsReader, 'checkAdapter'>;
  readonly tryModel: TryModel;
}

interface WayItem extends vscode.QuickPickItem {
  readonly way: 'file' | 'scale' | 'none';
}

/**
 * Asks for an adapter of a model, or for another scale, or none, and says at once when it does not fit: the setting is
 * written for what fits alone.
 */
export async function chooseAdapter(model: LibraryModel, services: AdapterServices): Promise<void> {
  const way = model.adapter === undefined ? 'file' : await askForWay(model, model.adapter);
  if (way === undefined) {
    return;
  }
  const adapters = new AdapterChoices(services.library.builtInModel);
  if (way === 'none') {
    await setModelAdapters(adapters.with(model.file, undefined, modelAdapters()));
    if (adapters.of(model.file, modelAdapters()) !== undefined) {
      // In a remote window the user's own settings have it, too, and only another value overrides them.
      await setModelAdapters(adapters.with(model.file, { path: '', scale: 1 }, modelAdapters()));
    }
  } else {
    const choice = await askForChoice(way, model, services);
    if (choice === undefined) {
      return;
    }
    await setModelAdapters(adapters.with(model.file, choice, modelAdapters()));
  }
  if (model.isForCompletions) {
    await load(model, services.tryModel);
  }
}

async function askForWay(model: LibraryModel, adapter: AdapterChoice): Promise<WayItem['way'] | undefined> {
  const picked = await vscode.window.showQuickPick<WayItem>(
    [
      {
        label: vscode.l10n.t('$(settings) Change the scale…'),
        description: String(adapter.scale),
        way: 'scale',
      },
      { label: vscode.l10n.t('$(file) Choose another file…'), detail: adapter.path, way: 'file' },
      { label: vscode.l10n.t('$(circle-slash) None'), way: 'none' },
    ],
    { title: vscode.l10n.t('Adapter of {0}', path.basename(model.file)) },
  );
  return picked?.way;
}

async function askForChoice(
  way: 'file' | 'scale',
  model: LibraryModel,
  services: AdapterServices,
): Promise<AdapterChoice | undefined> {
  const file = way === 'scale' ? model.adapter?.path : await askForFile(model);
  const facts = file === undefined ? undefined : await check(model, file, services);
  if (file === undefined || facts === undefined) {
    return undefined;
  }
  const scale = await askForScale(facts, model.adapter?.scale ?? 1);
  return scale === undefined ? undefined : { path: file, scale };
}

async function askForFile(model: LibraryModel): Promise<string | undefined> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Choose a LoRA Adapter'),
      defaultUri: vscode.Uri.file(path.dirname(model.adapter?.path ?? model.file)),
      openLabel: vscode.l10n.t('Use This Adapter'),
      filters: { [vscode.l10n.t('GGUF adapters')]: ['gguf'] },
    })) ?? [];
  if (file !== undefined && file.scheme !== 'file') {
    void vscode.window.showErrorMessage(
      vscode.l10n.t('OpenELM: the adapter must lie on the machine on which the engine runs.'),
    );
    return undefined;
  }
  return file?.fsPath;
}

/** Undefined when it does not fit, which was said then. */
async function check(
  model: LibraryModel,
  file: string,
  { facts }: AdapterServices,
): Promise<AdapterFacts | undefined> {
  try {
    return await facts.checkAdapter(model.file, file);
  } catch (error) {
    const problem =
      error instanceof AdapterError
        ? describeAdapterError({ ...error.detail, adapterCode: error.code })
        : describeModelProblem(error);
    void vscode.window.showErrorMessage(withoutLinks(`OpenELM: ${problem}`));
    return undefined;
  }
}

async function askForScale(
  { name, rank, matrices }: AdapterFacts,
  scale: number,
): Promise<number | undefined> {
  const answer = await vscode.window.showInputBox({
    title: vscode.l10n.t('Scale of the Adapter'),
    prompt: vscode.l10n.t(
      '{0} changes {1} matrices with rank {2}. 1 is what it was trained for, 0 leaves the model as it is.',
      name,
      matrices,
      rank,
    ),
    value: String(scale),
    validateInput: (text) =>
      adapterScale(text) === Number(text) ? undefined : vscode.l10n.t('Enter a number from 0 to 10.'),
  });
  return answer === undefined ? undefined : adapterScale(answer);
}

/** The old model answers until the new one is ready. */
async function load(model: LibraryModel, tryModel: TryModel): Promise<void> {
  const problem = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Window,
      title: vscode.l10n.t('OpenELM: loading {0}', path.basename(model.file)),
    },
    tryModel,
  );
  if (problem !== undefined) {
    void vscode.window.showErrorMessage(withoutLinks(`OpenELM: ${problem}`));
  }
}
