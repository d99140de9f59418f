import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { EngineError } from '../engine/engineError.ts';
import { EngineProcess } from '../engine/engineProcess.ts';
import { findBackends } from '../engine/installation.ts';
import { measureModel } from '../engine/measureModel.ts';
import { type ListedModel, type MergedCatalog } from '../models/catalog/mergeCatalogs.ts';
import { downloadFile } from '../models/download/downloadFile.ts';
import { missingOfficialFiles } from '../models/verify/missingOfficialFiles.ts';
import { officialModel, officialModels, publishedArtefacts } from '../models/verify/officialFiles.ts';
import { verifyInThread } from '../models/verify/verifyInThread.ts';
import { type Verification, type VerifyOptions, type VerifyStep } from '../models/verify/verifyOpenElm.ts';
import { toAbortSignal } from '../provider/toAbortSignal.ts';
import { type AcceptedLicences } from './acceptedLicences.ts';
import { askForTokenizer } from './convertModel.ts';
import { describeVerifyFailure } from './describeVerifyFailure.ts';
import { fetchModel, type FetchServices } from './fetchModel.ts';
import { isCancelled } from './isCancelled.ts';
import { askForLicence } from './licenceConsent.ts';
import { localPath } from './localPath.ts';
import { loadModelCatalog } from './modelCatalog.ts';
import { modelSourceSettings } from './settings.ts';
import { withoutLinks } from './withoutLinks.ts';

/** What a verification needs of the rest. */
export interface VerifyServices {
  readonly extensionPath: string;
  /** Where models lie. */
  readonly folder: string;
  readonly licences: AcceptedLicences;
  readonly fetch: FetchServices;
}

interface ModelItem extends vscode.QuickPickItem {
  /** Undefined for any OpenELM in the layout of Apple's files. */
  readonly model: ListedModel | undefined;
}

/**
 * Asks which of Apple's models shall be verified and where its files are, or fetches them once their licence was
 * accepted; then says in one sentence what holds.
 */
export async function verifyModel(services: VerifyServices): Promise<void> {
  const { catalog } = await loadModelCatalog(services.extensionPath);
  const picked = await askForModel(catalog);
  const folder = picked === undefined ? undefined : await askForFiles(catalog, picked.model, services);
  const tokenizer = folder === undefined ? undefined : await askForTokenizer(folder);
  if (picked === undefined || folder === undefined || tokenizer === undefined) {
    return;
  }
  const official = picked.model === undefined ? undefined : officialModel(picked.model);
  const name = official?.name ?? path.basename(folder);
  try {
    const result = await verify(name, { folder, tokenizer, official, scratch: os.tmpdir() }, services);
    await tell(name, result, services.fetch.log);
  } catch (error) {
    if (!isCancelled(error)) {
      services.fetch.log.warn(`Verification of ${name}: ${String(error)}`);
      void vscode.window.showErrorMessage(withoutLinks(`OpenELM: ${describeVerifyFailure(error)}`));
    }
  }
}

async function askForModel(catalog: MergedCatalog): Promise<ModelItem | undefined> {
  const items = officialModels(catalog).map((model): ModelItem => ({ label: model.name, model }));
  const another = vscode.l10n.t('Another OpenELM in the layout of Apple’s files');
  return vscode.window.showQuickPick<ModelItem>([...items, { label: another, model: undefined }], {
    title: vscode.l10n.t('Which Model Shall Be Verified?'),
    placeHolder: vscode.l10n.t(
      'Converts Apple’s files and compares the engine with an independent computation',
    ),
  });
}

/** The folder they are in, in the end. */
async function askForFiles(
  catalog: MergedCatalog,
  model: ListedModel | undefined,
  services: VerifyServices,
): Promise<string | undefined> {
  const fromFolder = { label: vscode.l10n.t('$(folder) From a folder…'), isFetched: false };
  const fetched = { label: vscode.l10n.t('$(cloud-download) Download them…'), isFetched: true };
  const source =
    model === undefined
      ? fromFolder
      : await vscode.window.showQuickPick([fromFolder, fetched], {
          title: vscode.l10n.t('Where Are the Files of {0}?', model.name),
          placeHolder: vscode.l10n.t('Nothing is contacted before you have seen the licence'),
        });
  if (model !== undefined && source?.isFetched === true) {
    return fetchFiles(catalog, model, services);
  }
  const [folder] =
    (source === undefined
      ? undefined
      : await vscode.window.showOpenDialog({
          title: vscode.l10n.t('Choose the Folder of an OpenELM Model (config.json and .safetensors)'),
          defaultUri: vscode.Uri.file(os.homedir()),
          openLabel: vscode.l10n.t('Verify'),
          canSelectFiles: false,
          canSelectFolders: true,
        })) ?? [];
  return localPath(folder);
}

async function fetchFiles(
  { licences, notices }: MergedCatalog,
  model: ListedModel,
  services: VerifyServices,
): Promise<string | undefined> {
  const [artefact] = publishedArtefacts(model.artefacts);
  const licence = artefact === undefined ? undefined : licences.get(artefact.licence);
  if (artefact === undefined || licence === undefined) {
    return undefined; // no catalog is accepted that lacks one
  }
  const terms = {
    ...{ model: model.name, artefact, licence },
    laterLicence: artefact.laterLicence === undefined ? undefined : licences.get(artefact.laterLicence),
    notice: model.notice === undefined ? undefined : notices.get(model.notice),
  };
  if (!(await askForLicence(terms, services.licences))) {
    return undefined;
  }
  const folder = path.join(services.folder, model.id);
  const { mirror } = modelSourceSettings();
  for (const wanted of await missingOfficialFiles({ model, artefact, folder, mirror })) {
    if ((await fetchModel(wanted, services.fetch, downloadFile)) === undefined) {
      return undefined;
    }
  }
  return folder;
}

async function verify(
  name: string,
  options: VerifyOptions,
  { extensionPath, fetch: { log } }: VerifyServices,
): Promise<Verification> {
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: withoutLinks(vscode.l10n.t('OpenELM: verifying {0}', name)),
      cancellable: true,
    },
    async (progress, token) => {
      const cancelled = toAbortSignal(token);
      try {
        const program = path.join(extensionPath, 'dist', 'verify.cjs');
        return await verifyInThread(
          program,
          options,
          (file) => measure(extensionPath, file, { log, signal: cancelled.signal }),
          {
            signal: cancelled.signal,
            onProgress: (step, fraction) => {
              progress.report({ message: describeStep(step, Math.round(fraction * 100)) });
            },
          },
        );
      } finally {
        cancelled.dispose();
      }
    },
  );
}

/** On the CPU, whose sums are those of the reference, in an engine of its own. */
async function measure(
  extensionPath: string,
  file: string,
  { log, signal }: { readonly log: vscode.LogOutputChannel; readonly signal: AbortSignal },
): ReturnType<typeof measureModel> {
  const entry = path.join(extensionPath, 'dist', 'engine', 'main.mjs');
  const candidate = findBackends([entry]).find(({ backend }) => backend === 'cpu');
  if (candidate === undefined) {
    throw new EngineError('unsupportedHost', 'There is no binary for the CPU.');
  }
  const engine = await EngineProcess.start({
    candidate,
    threads: undefined,
    log: ({ level, message }) => {
      log[level](message);
    },
  });
  const stop = (): void => void engine.stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await measureModel(engine, file);
  } finally {
    signal.removeEventListener('abort', stop);
    await engine.stop();
  }
}

function describeStep(step: VerifyStep, percent: number): string {
  switch (step) {
    case 'hashing':
      return vscode.l10n.t('comparing checksums, {0} %', percent);
    case 'converting':
      return vscode.l10n.t('converting, {0} %', percent);
    case 'measuring':
      return vscode.l10n.t('asking the engine');
    case 'computing':
      return vscode.l10n.t('computing independently, {0} %', percent);
  }
}

async function tell(name: string, result: Verification, log: vscode.LogOutputChannel): Promise<void> {
  const { holds, largestDifference, agreeing, continued, files } = result;
  const numbers = [largestDifference.toPrecision(2), agreeing, continued] as const;
  const known = files.filter(({ isKnown }) => isKnown).length;
  const checksums =
    known === files.length
      ? vscode.l10n.t('All checksums are Apple’s.')
      : vscode.l10n.t('{0} of {1} checksums are known, and are Apple’s.', known, files.length);
  const sentence = holds
    ? vscode.l10n.t(
        '{0} holds: the engine’s numbers differ from an independent computation by {1} at most, and {2} of {3} words are the same.',
        ...[name, ...numbers],
      )
    : vscode.l10n.t(
        '{0} does not hold: the engine’s numbers differ from an independent computation by {1}, and {2} of {3} words are the same.',
        ...[name, ...numbers],
      );
  for (const { name: file, sha256, isKnown } of files) {
    log.info(`${file}: SHA-256 ${sha256}, ${isKnown ? 'as published' : 'not known'}`);
  }
  log.info(`${sentence} ${checksums}`);
  const show = holds ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
  await show(withoutLinks(`OpenELM: ${sentence} ${checksums}`));
}
