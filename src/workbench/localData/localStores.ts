import path from 'node:path';
import * as vscode from 'vscode';
import { discardDownload } from '../../models/download/discardDownload.ts';
import { unfinishedDownloads } from '../../models/download/unfinishedDownloads.ts';
import { folderSize } from '../../models/library/folderSize.ts';
import { type AcceptedLicences } from '../acceptedLicences.ts';
import { type AccessTokens } from '../accessTokens.ts';
import { type BadBackendMemory } from '../badBackendMemory.ts';
import { type CalibrationMemory } from '../benchmark/calibrationMemory.ts';
import { describeDownloadFailure } from '../describeDownloadFailure.ts';
import { type SuggestionLedger } from '../ledger/suggestionLedger.ts';
import { byteSize } from '../models/byteSize.ts';
import { type ModelUse } from '../models/modelUse.ts';
import { type RememberedReading } from '../rememberedReading.ts';
import { type NotRemoved, removeTree } from './removeTree.ts';
import {
  otherConversations,
  ownConversations,
  readingFolders,
  type StorageFolders,
} from './storageFolders.ts';

/** One kind of thing that the extension keeps on this machine. */
export interface LocalStore {
  readonly label: string;
  readonly detail: string;
  /** Whether it is the user's own text or tells of their work; the rest only spares questions and waiting. */
  readonly isAboutWork: boolean;
  /** How much there is, for a person; undefined: nothing. */
  readonly amount: () => Promise<string | undefined>;
  /** Returns what is left, and why. */
  readonly remove: () => Promise<readonly NotRemoved[]>;
}

/** What is kept, by those who keep it. */
export interface LocalDataServices extends StorageFolders {
  readonly ledger: Pick<SuggestionLedger, 'folder' | 'reset'>;
  readonly reading: Pick<RememberedReading, 'forget'>;
  readonly tokens: AccessTokens;
  readonly licences: AcceptedLicences;
  readonly calibrations: CalibrationMemory;
  readonly badBackends: BadBackendMemory;
  readonly use: ModelUse;
  /** Where models and parts of them lie. */
  readonly modelFolder: string;
  /** Copies of catalogs behind addresses. */
  readonly catalogsFolder: string;
  /** What this window holds in memory. */
  readonly memory: WindowMemory;
}

/** What a window holds of the user's texts while it is open. */
export interface WindowMemory {
  readonly requests: number;
  /** The last requests, suggestions, edits and whatever the engine has read. */
  forget(): void;
  /** The chat lets go of its conversations; their files go meanwhile, and it then looks at what is left. */
  withoutConversations(removeFiles: () => Promise<readonly NotRemoved[]>): Promise<readonly NotRemoved[]>;
}

/** Everything that is kept: first what is about the user's work. Models, settings and the editor's own logs are none of it. */
export function localStores(services: LocalDataServices): readonly LocalStore[] {
  return [...workStores(services), ...otherStores(services)];
}

function workStores(services: LocalDataServices): readonly LocalStore[] {
  const { ledger, memory, reading } = services;
  const own = ownConversations(services);
  const others = (): Promise<readonly string[]> => otherConversations(services);
  const isAboutWork = true;
  return [
    {
      label: vscode.l10n.t('Conversations of this window’s chat'),
      detail: own,
      isAboutWork,
      amount: async () => byteSize(await folderSize(own)),
      remove: () => memory.withoutConversations(() => removeTree(own)),
    },
    {
      label: vscode.l10n.t('Conversations of other workspaces'),
      detail: vscode.l10n.t(
        'one that is open in another window is written again when somebody goes on with it',
      ),
      isAboutWork,
      amount: async () => sizeOf(await others()),
      remove: async () => removeTrees(await others()),
    },
    {
      label: vscode.l10n.t('What was read of the last files'),
      detail: vscode.l10n.t(
        'in the storage of this and of other workspaces; one that is open in another window is written again when somebody goes on there',
      ),
      isAboutWork,
      amount: async () => sizeOf(await readingFolders(services)),
      remove: async () => {
        // An engine that runs lets go of its files, and keeps what it is writing from becoming one.
        await reading.forget();
        return removeTrees(await readingFolders(services));
      },
    },
    {
      label: vscode.l10n.t('What suggestions were worth, in numbers'),
      detail: ledger.folder,
      isAboutWork,
      amount: async () => byteSize(await folderSize(ledger.folder)),
      remove: async () => {
        // What the keeper can't remove is what is told below.
        await ledger.reset().catch(() => undefined);
        return removeTree(ledger.folder);
      },
    },
    {
      label: vscode.l10n.t('The last requests, suggestions and edits'),
      detail: vscode.l10n.t('in the memory of this window and of its engine, which ends for it; on no disk'),
      isAboutWork,
      amount: () => Promise.resolve(vscode.l10n.t('requests: {0}', memory.requests)),
      remove: () => {
        memory.forget();
        return Promise.resolve([]);
      },
    },
  ];
}

function otherStores(services: LocalDataServices): readonly LocalStore[] {
  const { tokens, licences, calibrations, badBackends, use } = services;
  return [
    counted(
      [
        vscode.l10n.t('Access tokens'),
        vscode.l10n.t('in VS Code’s secret storage; they stay valid where they are from'),
      ],
      async () => (await tokens.hosts()).length,
      () => tokens.forgetAll(),
    ),
    counted(
      [
        vscode.l10n.t('Accepted licences'),
        vscode.l10n.t('each is asked for again before the next file under it'),
      ],
      () => licences.all().length,
      () => licences.withdrawAll(),
    ),
    counted(
      [
        vscode.l10n.t('Measurements of this machine'),
        vscode.l10n.t('by which the speed of models is estimated'),
      ],
      () => calibrations.count,
      () => calibrations.forgetAll(),
    ),
    counted(
      [vscode.l10n.t('Back ends that have failed'), vscode.l10n.t('each is tried once more')],
      () => badBackends.read().length,
      () => badBackends.forgetAll(),
    ),
    counted(
      [vscode.l10n.t('When each model was used last'), vscode.l10n.t('with the paths of their files')],
      () => use.count,
      () => use.forgetAll(),
    ),
    downloads(services.modelFolder),
    {
      label: vscode.l10n.t('Copies of catalogs'),
      detail: services.catalogsFolder,
      isAboutWork: false,
      amount: () => sizeOf([services.catalogsFolder]),
      remove: () => removeTree(services.catalogsFolder),
    },
  ];
}

/** What lies in VS Code's own storage. */
function counted(
  [label, detail]: readonly [label: string, detail: string],
  count: () => number | Promise<number>,
  forget: () => Promise<void>,
): LocalStore {
  return {
    label,
    detail,
    isAboutWork: false,
    amount: async () => {
      const found = await count();
      return found === 0 ? undefined : String(found);
    },
    remove: async () => {
      await forget();
      return [];
    },
  };
}

/** What paused or broken downloads have left; whole models stay. */
function downloads(folder: string): LocalStore {
  return {
    label: vscode.l10n.t('Unfinished downloads'),
    detail: folder,
    isAboutWork: false,
    amount: async () => {
      const all = await unfinishedDownloads(folder);
      return all.length === 0 ? undefined : byteSize(all.reduce((sum, { bytes }) => sum + bytes, 0));
    },
    remove: async () => {
      const left = (await unfinishedDownloads(folder)).map(
        async ({ wanted }): Promise<readonly NotRemoved[]> => {
          try {
            await discardDownload(wanted);
            return [];
          } catch (error) {
            return [{ path: path.join(wanted.folder, wanted.name), reason: describeDownloadFailure(error) }];
          }
        },
      );
      return (await Promise.all(left)).flat();
    },
  };
}

async function sizeOf(folders: readonly string[]): Promise<string | undefined> {
  const sizes = await Promise.all(folders.map(folderSize));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  return bytes === 0 ? undefined : byteSize(bytes);
}

async function removeTrees(folders: readonly string[]): Promise<readonly NotRemoved[]> {
  return (await Promise.all(folders.map((folder) => removeTree(folder)))).flat();
}
