import path from 'node:path';
import type * as vscode from 'vscode';
import { type CompletionService } from '../../core/completion/completionService.ts';
import { type Supervisor } from '../../engine/supervisor.ts';
import { AcceptedLicences } from '../acceptedLicences.ts';
import { type BadBackendMemory } from '../badBackendMemory.ts';
import { type Chat } from '../chat/createChat.ts';
import { type SuggestionLedger } from '../ledger/suggestionLedger.ts';
import { type Models } from '../models/createModels.ts';
import { type ModelUse } from '../models/modelUse.ts';
import { type NeighbourGatherer } from '../neighbours/neighbourGatherer.ts';
import { type OnDemand } from '../onDemand.ts';
import { type RememberedReading } from '../rememberedReading.ts';
import { registerTable } from '../registerTable.ts';
import { type StatusController } from '../statusController.ts';
import { type WindowMemory } from './localStores.ts';

/** Whatever keeps something of the user's. */
export interface LocalDataParts {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly ledger: SuggestionLedger;
  readonly status: StatusController;
  readonly completions: CompletionService;
  readonly neighbours: OnDemand<NeighbourGatherer>;
  readonly supervisor: Supervisor;
  readonly chat: OnDemand<Chat>;
  readonly models: Models;
  readonly use: ModelUse;
  readonly badBackends: BadBackendMemory;
  readonly reading: RememberedReading;
}

/** Registers the command that removes what is kept on this machine; it is loaded when it is first run. */
export function registerLocalData(parts: LocalDataParts): vscode.Disposable[] {
  const { context, log, ledger, status, use, badBackends, models, reading } = parts;
  const globalFolder = context.globalStorageUri.fsPath;
  return registerTable(['openelm.clearLocalData'], async () => {
    const { clearLocalData } = await import('./clearLocalData.ts');
    const { localStores } = await import('./localStores.ts');
    const { CalibrationMemory } = await import('../benchmark/calibrationMemory.ts');
    const run = async (): Promise<void> => {
      const stores = localStores({
        globalFolder,
        workspaceFolder: context.storageUri?.fsPath,
        ...{ ledger, reading },
        tokens: status.tokens,
        licences: new AcceptedLicences(context.globalState),
        calibrations: new CalibrationMemory(context.globalState),
        badBackends,
        use,
        // Another setting may name another folder by now.
        modelFolder: models.library.folder,
        catalogsFolder: path.join(globalFolder, 'catalogs'),
        memory: windowMemory(parts),
      });
      await clearLocalData(stores, log);
    };
    return { 'openelm.clearLocalData': run };
  });
}

function windowMemory({ status, completions, neighbours, supervisor, chat }: LocalDataParts): WindowMemory {
  return {
    requests: status.keptRequests,
    forget: () => {
      completions.forget();
      neighbours.built?.forget();
      status.forgetRequests();
      // What its models have read lies in their caches; an answer that is being written comes to its end.
      supervisor.restWhenDone('idle');
    },
    withoutConversations: async (removeFiles) => {
      const controller = chat.built?.controller;
      await controller?.forgetAll();
      const left = await removeFiles();
      await controller?.readHistory();
      return left;
    },
  };
}
