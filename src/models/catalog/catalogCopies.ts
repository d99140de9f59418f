import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { MAX_CATALOG_BYTES } from './parseCatalog.ts';

/** A catalog's text as it was when its address was asked last. */
export interface CatalogCopy {
  readonly address: string;
  readonly text: string;
  readonly etag?: string | undefined;
  /** When its server last said that this is the text, in ISO 8601. */
  readonly date: string;
}

const COPY = v.object({
  address: v.string(),
  text: v.string(),
  etag: v.optional(v.string()),
  date: v.pipe(v.string(), v.isoTimestamp()),
});
const ENDING = '.json';
/** JSON writes a control character in six bytes. */
const MOST_BYTES = 6 * MAX_CATALOG_BYTES;

/** Keeps the last good text of catalogs that lie behind addresses, one file each in a folder of their own. */
export class CatalogCopies {
  constructor(private readonly folder: string) {}

  /** Undefined where there is none, or none that can be read. */
  async read(address: string): Promise<CatalogCopy | undefined> {
    try {
      const file = this.#file(address);
      if ((await stat(file)).size > MOST_BYTES) {
        return undefined;
      }
      const copy = v.safeParse(COPY, JSON.parse(await readFile(file, 'utf8')));
      return copy.success && copy.output.address === address ? copy.output : undefined;
    } catch {
      return undefined; // Then the catalog is fetched.
    }
  }

  /** Written beside and renamed, so that none is ever half there. Rejects with the system's error. */
  async keep(copy: CatalogCopy): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const file = this.#file(copy.address);
    const draft = `${file}.${randomUUID()}`;
    try {
      await writeFile(draft, JSON.stringify(copy), { mode: 0o600 });
      await rename(draft, file);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  }

  /** Rejects with the system's error. */
  async forget(address: string): Promise<void> {
    await rm(this.#file(address), { force: true });
  }

  /** Removes the copies of all other addresses. Rejects with the system's error. */
  async retain(addresses: readonly string[]): Promise<void> {
    const kept = new Set(addresses.map((address) => path.basename(this.#file(address))));
    const names = await readdir(this.folder).catch(() => []);
    // What another window writes at this moment has another ending.
    const others = names.filter((name) => name.endsWith(ENDING) && !kept.has(name));
    await Promise.all(others.map((name) => rm(path.join(this.folder, name), { force: true })));
  }

  #file(address: string): string {
    return path.join(this.folder, `${createHash('sha256').update(address).digest('hex')}${ENDING}`);
  }
}
