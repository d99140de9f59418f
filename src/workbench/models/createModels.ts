import path from 'node:path';
import * as vscode from 'vscode';
import { AcceptedLicences } from '../acceptedLicences.ts';
import { builtInModelFile } from '../engineHost.ts';
import { type FetchServices } from '../fetchModel.ts';
import { FactsReader } from './factsReader.ts';
import { registerKeptCommands } from './keptCommands.ts';
import { registerModelCommands } from './modelCommands.ts';
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
}

/** Builds the list of models. No file is read before the list is shown or another extension asks. */
export function createModels(
  context: vscode.ExtensionContext,
  { use, tryModel, fetch }: ModelsServices,
): Models {
  const library = new ModelLibrary({
    builtInModel: builtInModelFile(context.extensionPath),
    defaultFolder: path.join(context.globalStorageUri.fsPath, 'models'),
    memory: context.globalState,
    use,
  });
  const facts = new FactsReader(path.join(context.extensionPath, 'dist', 'modelFacts.cjs'));
  const tree = new ModelTree(library, facts);
  const view = vscode.window.createTreeView(MODELS_VIEW_ID, {
    treeDataProvider: tree,
    dragAndDropController: tree,
  });
  const { extensionPath } = context;
  const globalFolder = context.globalStorageUri.fsPath;
  const licences = new AcceptedLicences(context.globalState);
  const copiesFolder = path.join(globalFolder, 'catalogs');
  const commands = [
    ...registerModelCommands({ library, facts, tryModel, extensionPath, copiesFolder, licences, fetch }),
    ...registerKeptCommands({
      library,
      tokens: fetch.tokens,
      licences,
      extensionPath,
      globalFolder,
      workspaceFolder: context.storageUri?.fsPath,
    }),
  ];
  return {
    library,
    facts,
    dispose: () => {
      for (const part of [...commands, view, tree, library]) {
        part.dispose();
      }
    },
  };
}
