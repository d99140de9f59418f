import { randomUUID } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { convertOpenElm } from '../convert/convertOpenElm.ts';
import { readOpenElmConfig } from '../convert/openElmConfig.ts';
import { refuseUnreadable } from '../convert/refuseUnreadable.ts';
import { hashFile } from '../download/hashFile.ts';
import { compareNumbers, MAX_DIFFERENCE, type Agreement, type EngineNumbers } from './compareNumbers.ts';
import { type OfficialModel } from './officialFiles.ts';
import { openPublishedModel } from './openPublishedModel.ts';
import { VerifyError } from './verifyError.ts';

/** What is verified. */
export interface VerifyOptions {
  /** Holds config.json and the .safetensors files, as published, and tokenizer.model unless that lies elsewhere. */
  readonly folder: string;
  readonly tokenizer?: string | undefined;
  /** Which of Apple's it is said to be; undefined for any OpenELM in that layout. */
  readonly official?: OfficialModel | undefined;
  /** For the converted file, which is as large as the weights in 32 bits and is removed afterwards. */
  readonly scratch: string;
}

/** Who listens to a verification, and who may call it off. */
export interface VerifyListener {
  readonly signal: AbortSignal;
  readonly onProgress: (step: VerifyStep, fraction: number) => void;
}

/** In this order. */
export type VerifyStep = 'hashing' | 'converting' | 'measuring' | 'computing';

/** What came out. */
export interface Verification extends Agreement {
  /** The largest difference is below 0.001, and every token agrees. */
  readonly holds: boolean;
  readonly files: readonly VerifiedFile[];
}

/** A file of weights: the one that Apple published, or one whose checksum no source states. */
export interface VerifiedFile {
  readonly name: string;
  readonly sha256: string;
  readonly isKnown: boolean;
}

/** Asks an engine what it makes of a file. */
export type MeasureFile = (file: string) => Promise<EngineNumbers>;

const TOKENIZER = 'tokenizer.model';

/**
 * Compares the checksums of a published model with known ones, converts it to 32 bits, and compares what the engine
 * computes from that with an independent forward pass over the published files. Rejects with a `VerifyError`, as a
 * conversion does, as `measure` does, or with the signal's reason; nothing is left behind.
 */
export async function verifyOpenElm(
  options: VerifyOptions,
  measure: MeasureFile,
  listener: VerifyListener,
): Promise<Verification> {
  const { folder, official, scratch } = options;
  const { signal, onProgress } = listener;
  const tokenizer = options.tokenizer ?? path.join(folder, TOKENIZER);
  await refuseOtherModel(folder, official);
  await refuseMissing(tokenizer, folder);
  const files = await hashFiles(folder, official, listener);
  const out = path.join(scratch, `verify-${randomUUID()}.gguf`);
  try {
    await convertOpenElm({
      ...{ folder, tokenizer, out, signal, type: 'F32' },
      onProgress: (fraction) => {
        onProgress('converting', fraction);
      },
    });
    signal.throwIfAborted();
    onProgress('measuring', 0);
    const numbers = await measure(out);
    const agreement = await compare(folder, numbers, listener);
    const { largestDifference, agreeing, continued } = agreement;
    return { ...agreement, files, holds: largestDifference < MAX_DIFFERENCE && agreeing === continued };
  } finally {
    await rm(out, { force: true });
  }
}

async function refuseOtherModel(folder: string, official: OfficialModel | undefined): Promise<void> {
  const { layers, width } = await readOpenElmConfig(folder);
  const shape = official?.shape;
  if (
    official !== undefined &&
    shape !== undefined &&
    (layers.length !== shape.layers || width !== shape.width)
  ) {
    throw new VerifyError('otherModel', {
      ...{ layers: layers.length, width, model: official.name },
      ...{ modelLayers: shape.layers, modelWidth: shape.width },
    });
  }
}

async function refuseMissing(tokenizer: string, folder: string): Promise<void> {
  const isThere = await stat(tokenizer).then(
    () => true,
    () => false,
  );
  if (!isThere) {
    throw new VerifyError('noTokenizer', { path: folder });
  }
}

async function hashFiles(
  folder: string,
  official: OfficialModel | undefined,
  { signal, onProgress }: VerifyListener,
): Promise<readonly VerifiedFile[]> {
  const refuse = refuseUnreadable(folder);
  const names = (await readdir(folder).catch(refuse)).filter((name) => name.endsWith('.safetensors')).sort();
  const sizes = await Promise.all(
    names.map(async (name) => (await stat(path.join(folder, name)).catch(refuse)).size),
  );
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const files: VerifiedFile[] = [];
  let read = 0;
  for (const name of names) {
    const hash = await hashFile(path.join(folder, name), signal, (bytes) => {
      read += bytes;
      onProgress('hashing', read / total);
    });
    const actual = hash.digest('hex');
    const expected = official?.files.find((file) => file.name === name)?.sha256;
    if (expected !== undefined && expected !== actual) {
      throw new VerifyError('wrongHash', { file: name, actual, expected });
    }
    files.push({ name, sha256: actual, isKnown: expected !== undefined });
  }
  return files;
}

async function compare(
  folder: string,
  numbers: EngineNumbers,
  { signal, onProgress }: VerifyListener,
): Promise<Agreement> {
  const model = await openPublishedModel(folder);
  try {
    return await compareNumbers(model, numbers, (fraction) => {
      signal.throwIfAborted();
      onProgress('computing', fraction);
    });
  } finally {
    await model.close();
  }
}
