import { downloadAddress } from '../catalog/downloadAddress.ts';
import {
  type CatalogArtefact,
  type CatalogFile,
  type CatalogLicence,
  type CatalogNotice,
} from '../catalog/catalogSchema.ts';
import { type ListedModel, type MergedCatalog } from '../catalog/mergeCatalogs.ts';
import { expectedSpeed, type Calibration, type ExpectedSpeed } from './expectedSpeed.ts';
import { fitOf, type FitVerdict, type Machine } from './fitOf.ts';
import { contextInUse, memoryNeed, type MemoryNeed, type ModelUse } from './memoryNeed.ts';
import { sizesOf } from './sizesOf.ts';

/** One file of the catalog that can be run as it is, with all that is said of it before it is fetched. */
export interface Offer {
  readonly model: ListedModel;
  readonly artefact: CatalogArtefact;
  readonly file: CatalogFile;
  readonly address: string;
  readonly licence: CatalogLicence;
  readonly notice: CatalogNotice | undefined;
  readonly need: MemoryNeed;
  readonly verdict: FitVerdict;
  /** Undefined before the machine was calibrated. */
  readonly speed: ExpectedSpeed | undefined;
}

/** What offers are made for. */
export interface OfferTerms {
  readonly use: ModelUse;
  readonly machine: Machine;
  readonly calibration?: Calibration;
  /** Base address of a mirror of the hub. */
  readonly mirror?: string;
}

/** Every GGUF of the catalog, in its order, as it would be on this machine. Throws `badHub` for a mirror that is none. */
export function listOffers(catalog: MergedCatalog, terms: OfferTerms): readonly Offer[] {
  return catalog.models.flatMap((model) => {
    const tokens = contextInUse(model, terms.use, terms.machine.memory.total);
    return model.artefacts
      .filter(({ format }) => format === 'gguf')
      .flatMap((artefact) =>
        artefact.files.map((file) => offerOf(catalog, { model, artefact, file }, { ...terms, tokens })),
      );
  });
}

function offerOf(
  { licences, notices }: MergedCatalog,
  { model, artefact, file }: Pick<Offer, 'model' | 'artefact' | 'file'>,
  { machine, calibration, mirror, tokens }: OfferTerms & { readonly tokens: number },
): Offer {
  const licence = licences.get(artefact.licence);
  if (licence === undefined) {
    throw new Error(`no licence ${artefact.licence}`); // mergeCatalogs has refused such an entry
  }
  const need = memoryNeed(model, file, tokens);
  return {
    model,
    artefact,
    file,
    address: downloadAddress(model, artefact, file.name, mirror),
    licence,
    notice: model.notice === undefined ? undefined : notices.get(model.notice),
    need,
    verdict: fitOf(need, machine),
    speed:
      calibration === undefined
        ? undefined
        : expectedSpeed({ parameters: model.parameters, sizes: sizesOf(model) }, need, calibration),
  };
}
