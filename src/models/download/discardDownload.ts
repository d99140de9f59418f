import path from 'node:path';
import { DownloadLock } from './downloadLock.ts';
import { removePart } from './partRecord.ts';
import { refuseDisk } from './refuseDisk.ts';
import { type WantedFile } from './wantedFile.ts';

/** Removes what a download has left that was paused or broken off. Rejects with `busy` while it runs, or for the disk. */
export async function discardDownload({ folder, name }: WantedFile): Promise<void> {
  const file = path.join(folder, name);
  const lock = await DownloadLock.take(file);
  try {
    await removePart(file).catch(refuseDisk(folder));
  } finally {
    await lock.release();
  }
}
