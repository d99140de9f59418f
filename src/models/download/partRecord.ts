import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import * as v from 'valibot';

/** What is known of a file that is fetched in parts; it lies beside the part, and outlives the program. */
export interface PartRecord {
  readonly address: string;
  /** Pinned by whoever asked for the file. */
  readonly sha256?: string | undefined;
  /** What the hub says of the object. */
  readonly hubSha256?: string | undefined;
  /** Of the server that sent the bytes; strong ones only. */
  readonly etag?: string | undefined;
  readonly total?: number | undefined;
}

const RECORD = v.object({
  address: v.string(),
  sha256: v.optional(v.string()),
  hubSha256: v.optional(v.string()),
  etag: v.optional(v.string()),
  total: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
});

/** The name of the bytes that are here, beside the file's final name. */
export const partPath = (file: string): string => `${file}.part`;

/** The name of what is known of them. */
export const recordPath = (file: string): string => `${file}.part.json`;

/** Undefined where there is none, or none that can be read. */
export async function readPartRecord(file: string): Promise<PartRecord | undefined> {
  try {
    const record = v.safeParse(RECORD, JSON.parse(await readFile(recordPath(file), 'utf8')));
    return record.success ? record.output : undefined;
  } catch {
    return undefined; // Then the file is fetched from its beginning.
  }
}

/** Written beside and renamed, so that none is ever half there. Rejects with the system's error. */
export async function writePartRecord(file: string, record: PartRecord): Promise<void> {
  const draft = `${recordPath(file)}.new`;
  await writeFile(draft, JSON.stringify(record));
  await rename(draft, recordPath(file));
}

/** Removes what an unfinished download has left. Rejects with the system's error. */
export async function removePart(file: string): Promise<void> {
  await rm(partPath(file), { force: true });
  await rm(recordPath(file), { force: true });
  await rm(`${recordPath(file)}.new`, { force: true });
}
