import { stat } from 'node:fs/promises';
import path from 'node:path';
import { downloadAddress } from '../catalog/downloadAddress.ts';
import { type CatalogArtefact } from '../catalog/catalogSchema.ts';
import { type ListedModel } from '../catalog/mergeCatalogs.ts';
import { type WantedFile } from '../download/wantedFile.ts';

/** What is fetched, and to where. Its licence must have been shown and accepted. */
export interface OfficialFetch {
  readonly model: ListedModel;
  /** One revision of its published form. */
  readonly artefact: CatalogArtefact;
  readonly folder: string;
  /** Base address of a mirror of the hub. */
  readonly mirror?: string | undefined;
}

/**
 * The files of a published model that are not in the folder yet: config.json, the weights and, where they are several,
 * their index. A file that has its name is whole. Throws `badHub` for a mirror that is none.
 */
export async function missingOfficialFiles(fetch: OfficialFetch): Promise<readonly WantedFile[]> {
  const { model, artefact, folder, mirror } = fetch;
  const addressed = (name: string): Pick<WantedFile, 'name' | 'folder' | 'address'> => {
    return { name, folder, address: downloadAddress(model, artefact, name, mirror) };
  };
  const weights = artefact.files.map(({ name, sha256 }): WantedFile => {
    return { ...addressed(name), kind: 'safetensors', ...(sha256 === undefined ? {} : { sha256 }) };
  });
  const texts = ['config.json', ...(weights.length > 1 ? ['model.safetensors.index.json'] : [])];
  const all = [...texts.map((name): WantedFile => ({ ...addressed(name), kind: 'json' })), ...weights];
  const isMissing = await Promise.all(all.map(({ name }) => isAbsent(path.join(folder, name))));
  return all.filter((_, index) => isMissing[index]);
}

async function isAbsent(file: string): Promise<boolean> {
  return stat(file).then(
    () => false,
    () => true,
  );
}
