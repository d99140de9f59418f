import * as vscode from 'vscode';
import { type Machine } from '../../models/fit/fitOf.ts';
import { type Calibration } from '../../models/fit/expectedSpeed.ts';
import { listOffers, type Offer } from '../../models/fit/offers.ts';
import { recommend, type Recommendation } from '../../models/fit/recommend.ts';
import { bytesOf } from '../../models/fit/sizesOf.ts';
import { type ModelUse } from '../../models/fit/memoryNeed.ts';
import { type ListedModel, type MergedCatalog } from '../../models/catalog/mergeCatalogs.ts';
import { CatalogError } from '../../models/catalog/catalogError.ts';
import { type DownloadedFile } from '../../models/download/downloadFile.ts';
import { type AcceptedLicences } from '../acceptedLicences.ts';
import { describeCatalogError } from '../describeCatalogError.ts';
import { describeDownloaded } from '../describeDownload.ts';
import {
  describeBytes,
  describeExpectation,
  describeFit,
  describeRecommendation,
  describeSuits,
  describeUnverified,
} from '../describeOffer.ts';
import { fetchModel, type FetchServices } from '../fetchModel.ts';
import { askForLicence } from '../licenceConsent.ts';
import { describeEarlierCatalog, readAllCatalogs } from '../remoteCatalogs.ts';
import { modelSourceSettings } from '../settings.ts';
import { withoutLinks } from '../withoutLinks.ts';

/** What getting a model needs of the rest. */
export interface GetModelServices {
  readonly extensionPath: string;
  /** Where the copies of catalogs behind addresses lie. */
  readonly copiesFolder: string;
  /** Where the file shall lie. */
  readonly folder: string;
  readonly licences: AcceptedLicences;
  readonly fetch: FetchServices;
  /** How fast models run here; undefined where it is not known. */
  readonly calibrate: () => Promise<Calibration | undefined>;
  readonly machine: () => Machine;
}

/** A file that was fetched, and what the user wants of it. */
export interface GotModel {
  readonly file: string;
  /** Undefined where the user only wanted to have it. */
  readonly use: ModelUse | undefined;
}

interface ModelItem extends vscode.QuickPickItem {
  readonly offers?: readonly Offer[];
  /** Of a model that is published in another form only. */
  readonly page?: string;
}

interface FileItem extends vscode.QuickPickItem {
  readonly offer: Offer;
}

/**
 * Lets the user choose a model of the catalog and one of its files, shows the licence, and fetches it. Nothing is
 * contacted before the licence was agreed to but hosts of catalogs in the settings. Undefined when the user leaves on the way, or when it failed, which was
 * said then.
 */
export async function getModel(services: GetModelServices): Promise<GotModel | undefined> {
  const catalog = await readCatalog(services);
  const offers =
    catalog === undefined
      ? undefined
      : await pickModel(catalog, services.machine(), await services.calibrate());
  const offer = offers === undefined ? undefined : await pickFile(offers);
  if (catalog === undefined || offer === undefined || !(await agree(catalog, offer, services.licences))) {
    return undefined;
  }
  const { file, address } = offer;
  const wanted = {
    address,
    folder: services.folder,
    name: file.name,
    ...(file.sha256 === undefined ? {} : { sha256: file.sha256 }),
    ...(file.bytes === undefined ? {} : { bytes: file.bytes }),
  };
  const fetched = await fetchModel(wanted, services.fetch);
  return fetched === undefined ? undefined : { file: fetched.path, use: await askForUse(offer, fetched) };
}

/** A catalog of the settings that can't be used is told about; the others stay. */
async function readCatalog(services: GetModelServices): Promise<MergedCatalog | undefined> {
  try {
    const loaded = await readAllCatalogs({ ...services, log: services.fetch.log });
    const { problems = [], earlier = [] } = loaded ?? {};
    for (const problem of [...problems.map(describeCatalogError), ...earlier.map(describeEarlierCatalog)]) {
      void vscode.window.showWarningMessage(withoutLinks(`OpenELM: ${problem}`));
    }
    return loaded?.catalog;
  } catch (error) {
    if (!(error instanceof CatalogError)) {
      throw error;
    }
    void vscode.window.showErrorMessage(withoutLinks(`OpenELM: ${describeCatalogError(error)}`));
    return undefined;
  }
}

async function pickModel(
  catalog: MergedCatalog,
  machine: Machine,
  calibration: Calibration | undefined,
): Promise<readonly Offer[] | undefined> {
  const { mirror } = modelSourceSettings();
  const offersFor = (use: ModelUse): readonly Offer[] =>
    listOffers(catalog, {
      use,
      machine,
      ...(calibration === undefined ? {} : { calibration }),
      ...(mirror === undefined ? {} : { mirror }),
    });
  let offers: readonly Offer[];
  let recommended: readonly (readonly [ModelUse, Recommendation])[];
  try {
    offers = offersFor('completion');
    recommended = (['completion', 'chat'] as const).flatMap((use) => {
      const found = recommend(offersFor(use), use);
      return found === undefined ? [] : [[use, found] as const];
    });
  } catch (error) {
    if (!(error instanceof CatalogError)) {
      throw error;
    }
    void vscode.window.showErrorMessage(withoutLinks(`OpenELM: ${describeCatalogError(error)}`));
    return undefined;
  }
  const items = modelItems(offers, recommended, catalog.models.filter(isConvertible));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Get a Model'),
    placeHolder: vscode.l10n.t('No file is fetched before you have seen the licence'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (picked?.page !== undefined) {
    await offerConversion(picked.label, picked.page);
  }
  return picked?.offers;
}

function isConvertible({ artefacts }: ListedModel): boolean {
  return artefacts.every(({ format }) => format === 'safetensors');
}

/** A model of which nobody publishes a GGUF: its files are fetched by hand and converted here. */
async function offerConversion(name: string, page: string): Promise<void> {
  const openPage = vscode.l10n.t('Open Its Page');
  const convert = vscode.l10n.t('Convert…');
  const answer = await vscode.window.showInformationMessage(
    withoutLinks(
      vscode.l10n.t(
        'OpenELM: no GGUF of {0} is known. Download its config.json and its .safetensors files from its page, then convert them here.',
        name,
      ),
    ),
    openPage,
    convert,
  );
  if (answer === openPage) {
    await vscode.env.openExternal(vscode.Uri.parse(page, true));
  } else if (answer === convert) {
    await vscode.commands.executeCommand('openelm.convertModel');
  }
}

/** What is recommended first, then OpenELM, then the others. */
function modelItems(
  offers: readonly Offer[],
  recommended: readonly (readonly [ModelUse, Recommendation])[],
  convertible: readonly ListedModel[],
): readonly ModelItem[] {
  const of = (id: string): readonly Offer[] => offers.filter(({ model }) => model.id === id);
  const ids = new Set(offers.map(({ model }) => model.id));
  const separator = (label: string): ModelItem => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const families = (['openelm', 'other'] as const).map((family) =>
    [...ids]
      .map(of)
      .filter(([first]) => first?.model.family === family)
      .map(modelItem),
  );
  return [
    separator(vscode.l10n.t('Recommended')),
    ...recommended.map(([use, recommendation]) => ({
      ...modelItem(of(recommendation.offer.model.id)),
      label: `$(star-full) ${use === 'chat' ? vscode.l10n.t('For chat') : vscode.l10n.t('For completions')}`,
      description: recommendation.offer.model.name,
      detail: describeRecommendation(recommendation),
    })),
    separator('OpenELM'),
    ...(families[0] ?? []),
    ...convertible.map(convertibleItem),
    separator(vscode.l10n.t('Not OpenELM')),
    ...(families[1] ?? []),
  ];
}

function convertibleItem({ name, publisher, hub, artefacts }: ListedModel): ModelItem {
  const [first] = artefacts;
  return {
    label: name,
    description: publisher,
    detail: vscode.l10n.t('no GGUF is known: published as safetensors, to be converted here'),
    page: first?.folder ?? `${hub}/${first?.repository ?? ''}`,
  };
}

function modelItem(offers: readonly Offer[]): ModelItem {
  const [first] = offers;
  if (first === undefined) {
    return { label: '' };
  }
  const { model } = first;
  const sizes = offers.map(({ file }) => bytesOf(file));
  const smallest = describeBytes(Math.min(...sizes));
  const research = offers.every(({ licence }) => licence.researchOnly);
  return {
    label: `${fitIcon(offers)} ${model.name}`,
    description: [
      model.publisher,
      vscode.l10n.t('from {0}', smallest),
      ...(research ? [vscode.l10n.t('non-commercial research only')] : []),
    ].join(' · '),
    detail: describeSuits(model).join('; '),
    offers,
  };
}

/** Whether any of the files has room here. */
function fitIcon(offers: readonly Offer[]): string {
  const fits = new Set(offers.map(({ verdict }) => verdict.fit));
  return fits.has('fits') ? '$(check)' : fits.has('tight') ? '$(warning)' : '$(circle-slash)';
}

async function pickFile(offers: readonly Offer[]): Promise<Offer | undefined> {
  const items = offers.map((offer): FileItem => {
    const { artefact, file, licence } = offer;
    return {
      label: `${fitIcon([offer])} ${file.quantisation}`,
      description: [
        describeBytes(bytesOf(file)),
        licence.name,
        artefact.repository ?? artefact.folder ?? '',
      ].join(' · '),
      detail: [
        describeFit(offer.verdict),
        ...(file.sha256 === undefined ? [] : [vscode.l10n.t('Checksum: pinned.')]),
        ...describeUnverified(offer),
        ...describeExpectation(offer),
      ].join(' '),
      offer,
    };
  });
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Which File of {0}?', offers[0]?.model.name ?? ''),
    placeHolder: vscode.l10n.t('More bits a weight: larger, slower, closer to the original'),
    matchOnDescription: true,
  });
  return picked?.offer;
}

function agree(catalog: MergedCatalog, offer: Offer, licences: AcceptedLicences): Promise<boolean> {
  const { model, artefact, licence, notice } = offer;
  const later = artefact.laterLicence === undefined ? undefined : catalog.licences.get(artefact.laterLicence);
  return askForLicence({ model: model.name, artefact, licence, laterLicence: later, notice }, licences);
}

async function askForUse({ model, address }: Offer, file: DownloadedFile): Promise<ModelUse | undefined> {
  const forCompletions = vscode.l10n.t('Use for Completions');
  const forChat = vscode.l10n.t('Use for Chat');
  const answer = await vscode.window.showInformationMessage(
    withoutLinks(describeDownloaded(file, address)),
    ...(model.suits.completion === 'no' ? [] : [forCompletions]),
    ...(model.suits.chat === 'no' ? [] : [forChat]),
  );
  return answer === forCompletions ? 'completion' : answer === forChat ? 'chat' : undefined;
}
