import { CatalogError } from './catalogError.ts';
import { type Catalog, type CatalogLicence, type CatalogModel, type CatalogNotice } from './catalogSchema.ts';

/** A catalog and where it is from: a path, an address, or nothing for the built-in one. */
export interface OriginalCatalog {
  readonly catalog: Catalog;
  readonly origin: string | undefined;
}

/** A model with what its own catalog said for all of its entries. */
export interface ListedModel extends CatalogModel {
  /** Where the entry is from; undefined for the built-in catalog. */
  readonly origin: string | undefined;
  /** Base address of its repositories. */
  readonly hub: string;
  /** What its entries cite, by id. */
  readonly sources: Catalog['sources'];
}

/** Everything that can be had, of all catalogs. */
export interface MergedCatalog {
  readonly models: readonly ListedModel[];
  readonly licences: ReadonlyMap<string, CatalogLicence>;
  readonly notices: ReadonlyMap<string, CatalogNotice>;
}

/**
 * Puts the built-in catalog and those of the user together.
 *
 * A model replaces an earlier one of the same id in its place, so that a company can point to copies of its own. A
 * licence or a notice never does: a catalog must not make the terms lighter that another one's entry is shown with.
 * Throws a CatalogError for an entry whose licence or notice no catalog describes.
 *
 * @param builtIn comes first and has a hub
 */
export function mergeCatalogs(builtIn: Catalog, others: readonly OriginalCatalog[]): MergedCatalog {
  const models = new Map<string, ListedModel>();
  const licences = new Map<string, CatalogLicence>();
  const notices = new Map<string, CatalogNotice>();
  for (const { catalog, origin } of [{ catalog: builtIn, origin: undefined }, ...others]) {
    for (const licence of catalog.licences) {
      if (!licences.has(licence.id)) licences.set(licence.id, licence);
    }
    for (const notice of catalog.notices) {
      if (!notices.has(notice.id)) notices.set(notice.id, notice);
    }
    const hub = catalog.hub ?? builtIn.hub ?? '';
    for (const model of catalog.models) {
      refuseUnknown(model, { licences, notices }, origin ?? builtIn.name);
      models.set(model.id, { ...model, origin, hub, sources: catalog.sources });
    }
  }
  return { models: [...models.values()], licences, notices };
}

function refuseUnknown(
  { id, notice, artefacts }: CatalogModel,
  known: Pick<MergedCatalog, 'licences' | 'notices'>,
  catalog: string,
): void {
  const refuse = (field: string, reference: string): never => {
    throw new CatalogError('unknownReference', { catalog, entry: id, field, reference });
  };
  if (notice !== undefined && !known.notices.has(notice)) {
    refuse('notice', notice);
  }
  for (const [at, { licence, laterLicence }] of artefacts.entries()) {
    if (!known.licences.has(licence)) {
      refuse(`artefacts.${at}.licence`, licence);
    }
    if (laterLicence !== undefined && !known.licences.has(laterLicence)) {
      refuse(`artefacts.${at}.laterLicence`, laterLicence);
    }
  }
}
