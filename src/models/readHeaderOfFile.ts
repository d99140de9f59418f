import { constants, type Stats } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { type GgufHeader, type HeaderParts } from './gguf/ggufTypes.ts';
import { type ByteSource } from './gguf/headerStream.ts';
import { readGgufHeader } from './gguf/readGgufHeader.ts';
import { ModelFileError } from './modelFileError.ts';

const DEFAULT_DEADLINE_MS = 8000;

/** How long a check may take and who may end it. */
export interface CheckOptions {
  readonly signal?: AbortSignal;
  /** After this the check rejects with `timedOut`, even if the disk never answers. */
  readonly deadlineMs?: number;
  /** Filled with what is read of the header, also of a file that is refused. */
  readonly parts?: HeaderParts;
}

/** What stands before the tensor data of a file, and how large the whole file is. */
export interface FileHeader {
  readonly sizeBytes: number;
  readonly header: GgufHeader;
}

/**
 * Reads the header of a GGUF file within bounds and a time limit; nothing but its form is checked. Rejects with a
 * `ModelFileError`, or with the reason of `signal`.
 */
export async function readHeaderOfFile(path: string, options: CheckOptions = {}): Promise<FileHeader> {
  const deadlineMs = options.deadlineMs ?? DEFAULT_DEADLINE_MS;
  const deadline = new AbortController();
  const timer = setTimeout(() => {
    deadline.abort(new ModelFileError('timedOut', { seconds: deadlineMs / 1000 }));
  }, deadlineMs);
  const signals = options.signal === undefined ? [] : [options.signal];
  const ended = AbortSignal.any([deadline.signal, ...signals]);
  try {
    ended.throwIfAborted();
    return await firstOf(readRegularFile(path, ended, options.parts), ended);
  } finally {
    clearTimeout(timer);
  }
}

/** Settles as `work` does, or rejects when `signal` is aborted; what `work` does afterwards is ignored. */
function firstOf<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', onAbort);
    });
  });
}

async function readRegularFile(path: string, signal: AbortSignal, parts?: HeaderParts): Promise<FileHeader> {
  // Asked before opening: to open a pipe waits until somebody writes to it.
  const before = await stat(path).catch(refuseUnreadable(path));
  refuseOtherThanFile(path, before);
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(refuseUnreadable(path));
  try {
    const { size } = await file.stat();
    const header = await readGgufHeader(fileSource(file, size, path), signal, parts);
    return { sizeBytes: size, header };
  } finally {
    await file.close();
  }
}

function refuseOtherThanFile(path: string, stats: Stats): void {
  if (stats.isFile()) return;
  const kind = stats.isDirectory() ? 'folder' : stats.isFIFO() ? 'pipe' : 'device';
  throw new ModelFileError('notAFile', { path, kind });
}

function refuseUnreadable(path: string): (error: NodeJS.ErrnoException) => never {
  return (error) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') throw new ModelFileError('notFound', { path });
    throw new ModelFileError('unreadable', { path, reason: error.code ?? error.message });
  };
}

function fileSource(file: FileHandle, size: number, path: string): ByteSource {
  return {
    size,
    async read(into, position) {
      let filled = 0;
      while (filled < into.length) {
        const rest = into.length - filled;
        const { bytesRead } = await file
          .read(into, filled, rest, position + filled)
          .catch(refuseUnreadable(path));
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return filled;
    },
  };
}
