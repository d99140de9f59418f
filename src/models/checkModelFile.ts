import { constants, type Stats } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { checkModelTensors } from './checks/modelTensors.ts';
import { readHyperparameters } from './checks/hyperparameters.ts';
import { checkTensorTable } from './checks/tensorTable.ts';
import { readTokenizer } from './checks/tokenizer.ts';
import { type GgufHeader, type HeaderParts } from './gguf/ggufTypes.ts';
import { type ByteSource } from './gguf/headerStream.ts';
import { readGgufHeader } from './gguf/readGgufHeader.ts';
import { Metadata } from './metadata.ts';
import { ModelFileError } from './modelFileError.ts';
import { summarise, type ModelFacts } from './modelFacts.ts';

const DEFAULT_DEADLINE_MS = 8000;

/** How long a check may take and who may end it. */
export interface CheckOptions {
  readonly signal?: AbortSignal;
  /** After this the check rejects with `timedOut`, even if the disk never answers. */
  readonly deadlineMs?: number;
  /** Filled with what is read of the header, also of a file that is refused. */
  readonly parts?: HeaderParts;
}

/**
 * Checks everything that must hold before native code sees a model file, by reading its header alone: a file of
 * 10 GB takes no longer than its vocabulary. Rejects with a `ModelFileError`, or with the reason of `signal`.
 * Weights themselves are not looked at: only a checksum tells whether they are intact.
 */
export async function checkModelFile(path: string, options: CheckOptions = {}): Promise<ModelFacts> {
  const deadlineMs = options.deadlineMs ?? DEFAULT_DEADLINE_MS;
  const deadline = new AbortController();
  const timer = setTimeout(() => {
    deadline.abort(new ModelFileError('timedOut', { seconds: deadlineMs / 1000 }));
  }, deadlineMs);
  const signals = options.signal === undefined ? [] : [options.signal];
  const ended = AbortSignal.any([deadline.signal, ...signals]);
  try {
    ended.throwIfAborted();
    return await firstOf(checkRegularFile(path, ended, options.parts), ended);
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

async function checkRegularFile(path: string, signal: AbortSignal, parts?: HeaderParts): Promise<ModelFacts> {
  refuseSplitName(path);
  // Asked before opening: to open a pipe waits until somebody writes to it.
  const before = await stat(path).catch(refuseUnreadable(path));
  refuseOtherThanFile(path, before);
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(refuseUnreadable(path));
  try {
    const { size } = await file.stat();
    const source = fileSource(file, size, path);
    return checkHeader(path, size, await readGgufHeader(source, signal, parts));
  } finally {
    await file.close();
  }
}

function checkHeader(path: string, sizeBytes: number, header: GgufHeader): ModelFacts {
  const metadata = new Metadata(header.metadata);
  refuseSplitFile(metadata);
  const hyperparameters = readHyperparameters(metadata);
  const tensors = checkTensorTable(header, metadata, sizeBytes);
  const tokenizer = readTokenizer(metadata);
  checkModelTensors(tensors, hyperparameters, tokenizer.vocabularySize, metadata);
  return summarise({ path, sizeBytes, metadata, hyperparameters, tokenizer, tensors });
}

/** Throws `splitFile`: node-llama-cpp goes by the name and would read the other parts unchecked. */
export function refuseSplitName(path: string): void {
  const parts = Number(/-\d{5}-of-(\d{5})\.gguf$/.exec(path)?.[1] ?? 1);
  if (parts > 1) throw new ModelFileError('splitFile', { parts });
}

function refuseSplitFile(metadata: Metadata): void {
  // Written as uint16, which `count` does not take.
  const parts = Number(metadata.scalar('split.count') ?? 1);
  if (parts > 1) throw new ModelFileError('splitFile', { parts });
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
        const { bytesRead } = await file.read(into, filled, rest, position + filled).catch(refuseUnreadable(path));
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return filled;
    },
  };
}
