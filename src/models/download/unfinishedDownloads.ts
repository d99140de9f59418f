import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { partPath, readPartRecord } from './partRecord.ts';
import { type WantedFile } from './wantedFile.ts';

/** A download that was paused or broken off, and how much of it is here. */
export interface UnfinishedDownload {
  readonly wanted: WantedFile;
  readonly bytes: number;
  readonly total: number | undefined;
}

const RECORD_ENDING = '.part.json';

/** What downloads into a folder have left behind; none where the folder can't be read. */
export async function unfinishedDownloads(folder: string): Promise<readonly UnfinishedDownload[]> {
  const names = await readdir(folder).catch(() => []);
  const found = names
    .filter((name) => name.endsWith(RECORD_ENDING))
    .map((name) => lookAt(folder, name.slice(0, -RECORD_ENDING.length)));
  return (await Promise.all(found)).filter((one) => one !== undefined);
}

async function lookAt(folder: string, name: string): Promise<UnfinishedDownload | undefined> {
  const file = path.join(folder, name);
  const record = await readPartRecord(file);
  const stats = await stat(partPath(file)).catch(() => undefined);
  if (record === undefined || stats === undefined) {
    return undefined;
  }
  const { address, sha256, total } = record;
  const wanted = { address, folder, name, ...(sha256 === undefined ? {} : { sha256 }) };
  return { wanted, bytes: stats.size, total };
}
