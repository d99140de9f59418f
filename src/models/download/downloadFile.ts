import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { allowedAddress } from './allowedAddress.ts';
import { DownloadError } from './downloadError.ts';
import { type DownloadHost, systemDisk } from './downloadHost.ts';
import { DownloadLock } from './downloadLock.ts';
import { DownloadPaused } from './downloadPaused.ts';
import { hashFile } from './hashFile.ts';
import { PartDownload, type DownloadTask } from './partDownload.ts';
import { PartFile } from './partFile.ts';
import { partPath, type PartRecord, readPartRecord, recordPath, removePart } from './partRecord.ts';
import { ModelFileError } from '../modelFileError.ts';
import { refuseDisk } from './refuseDisk.ts';
import { safeFileName } from './safeFileName.ts';
import { type WantedFile } from './wantedFile.ts';

/** A file that lies under its final name, whole. */
export interface DownloadedFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  /** What the checksum was compared with: the pinned one, what the hub says of the object, or nothing. */
  readonly verification: 'pinned' | 'hub' | 'unverified';
  /** Of the hub's repository, where it was said. */
  readonly commit: string | undefined;
}

/**
 * Looks at a file before it gets its final name; its rejection becomes the download's. A `ModelFileError` removes the
 * file.
 */
export type PartCheck = (part: string, signal: AbortSignal) => Promise<void>;

/** A minute without a byte is no slow connection. */
const SILENCE_MS = 60_000;

/**
 * Fetches a file, or the rest of one that was begun earlier, and renames it when it is whole, verified and on the disk.
 * Rejects with a `DownloadError`, with what `check` rejects with, or with the reason of the signal. Under the final name
 * there is nothing then; what was fetched stays beside it for the next time, unless it is of no use or the user cancelled.
 */
export async function downloadFile(
  wanted: WantedFile,
  given: DownloadHost,
  check: PartCheck = () => Promise.resolve(),
): Promise<DownloadedFile> {
  const file = path.join(wanted.folder, safeFileName(wanted.name));
  const address = allowedAddress(wanted.address, given.plainHosts);
  const refuse = refuseDisk(wanted.folder);
  await mkdir(wanted.folder, { recursive: true }).catch(refuse);
  const lock = await DownloadLock.take(file).catch(refuseWith(refuse));
  try {
    const signal = AbortSignal.any([given.signal, lock.lost]);
    const host = { disk: systemDisk, silenceMs: SILENCE_MS, ...given, signal };
    const known = await takeExisting(file, wanted, signal);
    if (known !== undefined) {
      await check(file, signal);
      return known;
    }
    return await fetchInto({ wanted, address, file, host }, check);
  } catch (error) {
    const isCancelled = given.signal.aborted && !(given.signal.reason instanceof DownloadPaused);
    if (isCancelled || spoilsPart(error) || (await isEmpty(partPath(file)))) {
      await removePart(file).catch(refuse);
    }
    return refuseWith(refuse)(error);
  } finally {
    await lock.release();
  }
}

/** A file of that name that is known to be the wanted one. Throws `exists` for another. */
async function takeExisting(
  file: string,
  { sha256 }: WantedFile,
  signal: AbortSignal,
): Promise<DownloadedFile | undefined> {
  const stats = await stat(file).catch(() => undefined);
  if (stats === undefined) {
    return undefined;
  }
  const expected = stats.isFile() ? sha256?.toLowerCase() : undefined;
  const actual = expected === undefined ? '' : (await hashFile(file, signal)).digest('hex');
  if (actual !== expected) {
    throw new DownloadError('exists', { path: file });
  }
  return { path: file, bytes: stats.size, sha256: actual, verification: 'pinned', commit: undefined };
}

async function fetchInto(task: DownloadTask, check: PartCheck): Promise<DownloadedFile> {
  const { wanted, file, host } = task;
  const part = await PartFile.open(file, host.disk);
  try {
    const record = await resume(task, part);
    const download = new PartDownload(task, part, record);
    await download.fetchRest();
    const { bytes } = part;
    const sha256 = await part.digest();
    const expected = wanted.sha256?.toLowerCase() ?? download.hub.sha256;
    if (expected !== undefined && expected !== sha256) {
      throw new DownloadError('wrongHash', { actual: sha256, expected });
    }
    await part.sync();
    await check(part.path, host.signal);
    const verification =
      wanted.sha256 === undefined ? (expected === undefined ? 'unverified' : 'hub') : 'pinned';
    host.log(`${path.basename(file)}: ${bytes} bytes, SHA-256 ${sha256}, ${verification}.`);
    await part.close();
    await takeName(part.path, file, host.signal);
    return { path: file, bytes, sha256, verification, commit: download.hub.commit };
  } finally {
    await part.close().catch(() => undefined); // It may be closed already.
  }
}

/** Takes over what an earlier download has left, if it can become the wanted file; else begins anew. */
async function resume({ wanted, file, host }: DownloadTask, part: PartFile): Promise<PartRecord> {
  const record = await readPartRecord(file);
  if (record !== undefined && isOf(wanted, record)) {
    await part.takeOver(host.signal, () => {
      const { bytes } = part;
      host.onProgress?.({
        kind: 'reading',
        bytes,
        total: record.total,
        bytesPerSecond: 0,
        secondsLeft: undefined,
      });
    });
    if (part.bytes <= (record.total ?? Infinity)) {
      return record;
    }
  }
  await part.startAgain();
  return { address: wanted.address, sha256: wanted.sha256 };
}

/** Something must tell bytes of one file from those of another: an address may lead to both. */
function isOf({ address, sha256 }: WantedFile, record: PartRecord): boolean {
  const identity = record.etag ?? record.sha256 ?? record.hubSha256;
  return record.address === address && record.sha256 === sha256 && identity !== undefined;
}

async function takeName(part: string, file: string, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  if (await stat(file).catch(() => undefined)) {
    throw new DownloadError('exists', { path: file });
  }
  await rename(part, file);
  await rm(recordPath(file), { force: true });
  await syncFolder(path.dirname(file));
}

/** Puts the new name on the disk, where the system lets a folder be opened; the name itself is there at once. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // Windows does not.
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && !(error instanceof DownloadError) && 'syscall' in error;
}

/** Whether what was fetched can't become the file. A disk that is too slow to be asked says nothing of it. */
function spoilsPart(error: unknown): boolean {
  return error instanceof ModelFileError
    ? error.code !== 'timedOut' && error.code !== 'unreadable'
    : error instanceof DownloadError && error.spoilsPart;
}

async function isEmpty(part: string): Promise<boolean> {
  const stats = await stat(part).catch(() => undefined);
  return stats?.size === 0;
}

/** Throws the error, one of the system's as one for the user. */
function refuseWith(refuse: (error: NodeJS.ErrnoException) => never): (error: unknown) => never {
  return (error) => {
    if (isSystemError(error)) {
      refuse(error);
    }
    throw error;
  };
}
