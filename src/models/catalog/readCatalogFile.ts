import { readFile, stat } from 'node:fs/promises';
import { CatalogError } from './catalogError.ts';
import { MAX_CATALOG_BYTES } from './parseCatalog.ts';

/** Reads a catalog's text from the disk. Rejects with `unreadable` or `tooLarge`. */
export async function readCatalogFile(file: string): Promise<string> {
  const refuse = (error: unknown): never => {
    throw new CatalogError('unreadable', { catalog: file, reason: reasonOf(error) });
  };
  const found = await stat(file).catch(refuse);
  if (!found.isFile()) {
    throw new CatalogError('unreadable', { catalog: file, reason: 'not a file' });
  }
  if (found.size > MAX_CATALOG_BYTES) {
    const [size, limit] = [found.size, MAX_CATALOG_BYTES].map((bytes) => Math.ceil(bytes / 1000));
    throw new CatalogError('tooLarge', { catalog: file, size: size ?? 0, limit: limit ?? 0 });
  }
  return readFile(file, 'utf8').catch(refuse);
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
