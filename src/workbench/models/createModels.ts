import path from 'node:path';
import * as vscode from 'vscode';
import { type EngineState } from '../../engine/engineState.ts';
import { type Machine } from '../../models/fit/fitOf.ts';
import { AcceptedLicences } from '../acceptedLicences.ts';
import { type BenchmarkServices } from '../benchmark/benchmarkMachine.ts';
import { type Measuring } from '../benchmark/createCalibration.ts';
import { registerTable } from '../registerTable.ts';
import { builtInModelFile } from '../engineHost.ts';
import { type FetchServices } from '../fetchModel.ts';
import { machineMemory } from '../machineMemory.ts';
import { FactsReader } from './factsReader.ts';
import { type GetModelServices } from './getModel.ts';
import { registerKeptCommands } from './keptCommands.ts';
import { MODEL_COMMAND_IDS } from './modelCommandIds.ts';
import { ModelLibrary } from './modelLibrary.ts';
import { ModelTree } from './modelTree.ts';
import { type ModelUse } from './modelUse.ts';
import { type TryModel } from '../useModelFile.ts';

/** The id of the list in package.json. */
const MODELS_VIEW_ID = 'openelm.models';

/** The models on this machine, and what is known of them. */
export interface Models {
  dispose(): void;
  readonly library: ModelLibrary;
  readonly facts: FactsReader;
}

/** What the list of models needs of the rest. */
export interface ModelsServices {
  readonly use: ModelUse;
  readonly tryModel: TryModel;
  readonly fetch: FetchServices;
  readonly engineState: () => EngineState;
}

/** Builds the list of models. No file is read before the list is shown or another extension asks. */
export function createModels(
  context: vscode.ExtensionContext,
  { use, tryModel, fetch, engineState }: ModelsServices,
): Models {
  const library = new ModelLibrary({
    builtInModel: builtInModelFile(context.extensionPath),
    defaultFolder: path.join(context.globalStorageUri.fsPath, 'models'),
    memory: context.globalState,
    use,
  });
  const factsProgram = path.join(context.extensionPath, 'dist', 'modelFacts.cjs');
  const facts = new FactsReader(factsProgram);
  // Read and compiled for those alone who measure.
  const measuring = async (): Promise<Measuring> => {
    const { createCalibration } = await import('../benchmark/createCalibration.ts');
    return createCalibration(context, fetch.log);
  };
  const machine = (): Machine => machineMemory(engineState());
  const tree = new ModelTree(library, facts);
  const view = vscode.window.createTreeView(MODELS_VIEW_ID, {
    treeDataProvider: tree,
    dragAndDropController: tree,
  });
  const { extensionPath } = context;
  const globalFolder = context.globalStorageUri.fsPath;
  const licences = new AcceptedLicences(context.globalState);
  const copiesFolder = path.join(globalFolder, 'catalogs');
  const commands = registerTable(MODEL_COMMAND_IDS, async () => {
    const { modelCommandTable } = await import('./modelCommands.ts');
    const calibrate: GetModelServices['calibrate'] = async () =>
      (await measuring()).calibration.withProgress();
    return modelCommandTable({
      library,
      facts,
      tryModel,
      extensionPath,
      copiesFolder,
      licences,
      fetch,
      calibrate,
      machine,
    });
  });
  const kept = registerKeptCommands({
    library,
    tokens: fetch.tokens,
    licences,
    extensionPath,
    globalFolder,
    workspaceFolder: context.storageUri?.fsPath,
  });
  const benchmark = registerBenchmark(context, measuring, { library, facts, factsProgram, machine });
  return {
    library,
    facts,
    dispose: () => {
      vscode.Disposable.from(...commands, ...kept, benchmark, view, tree, library).dispose();
    },
  };
}

function registerBenchmark(
  { extension, extensionUri }: vscode.ExtensionContext,
  measuring: () => Promise<Measuring>,
  here: Pick<BenchmarkServices, 'library' | 'facts' | 'factsProgram' | 'machine'>,
): vscode.Disposable {
  return vscode.commands.registerCommand('openelm.benchmark', async () => {
    const { benchmarkMachine } = await import('../benchmark/benchmarkMachine.ts');
    const { version } = extension.packageJSON as { version: string };
    await benchmarkMachine({ ...(await measuring()), ...here, extensionUri, extensionVersion: version });
  });
}
