import { type CatalogArtefact } from '../catalog/catalogSchema.ts';
import { type ListedModel, type MergedCatalog } from '../catalog/mergeCatalogs.ts';

/** One of Apple's models, and what is known of its files. */
export interface OfficialModel {
  readonly name: string;
  /** Missing for none of the eight. */
  readonly shape?: { readonly layers: number; readonly width: number };
  /** In the order in which they are read. */
  readonly files: readonly OfficialFile[];
}

/** A file of weights by its published name. */
export interface OfficialFile {
  readonly name: string;
  /** Undefined where no source states it. */
  readonly sha256: string | undefined;
}

/** Apple's models of a catalog, in its order. */
export function officialModels({ models }: MergedCatalog): readonly ListedModel[] {
  return models.filter(
    ({ id, family }) => family === 'openelm' && /^openelm-[\d.]+[mb](?:-instruct)?$/u.test(id),
  );
}

/** What a catalog knows of a model's published files: those of all revisions, as they are the same objects. */
export function officialModel({ name, shape, artefacts }: ListedModel): OfficialModel {
  const files = new Map<string, string | undefined>();
  for (const { files: own } of publishedArtefacts(artefacts)) {
    for (const file of own) {
      files.set(file.name, files.get(file.name) ?? file.sha256);
    }
  }
  return {
    name,
    ...(shape === undefined ? {} : { shape: { layers: shape.layers, width: shape.width } }),
    files: [...files].map(([file, sha256]) => ({ name: file, sha256 })),
  };
}

/** The forms of a model that are to be converted. */
export function publishedArtefacts(artefacts: readonly CatalogArtefact[]): readonly CatalogArtefact[] {
  return artefacts.filter(({ format }) => format === 'safetensors');
}
