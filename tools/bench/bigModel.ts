import path from 'node:path';
import { OPENELM_270M, randomOpenElm } from '../../test/support/appleOpenElm.ts';
import { writeGgufFile } from '../../test/support/ggufWriter.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';

/** What it is called in every figure: people run Q4_K_M files, which are a tenth larger. */
export const BIG_MODEL = '270M-shaped, random, pure Q4_K';

let written: Promise<string> | undefined;

/** The path of a model of the size people run, with random weights; it is written once and goes with this process. */
export function bigModel(): Promise<string> {
  written ??= write();
  return written;
}

async function write(): Promise<string> {
  const file = path.join(temporaryFolder('bench'), 'random-270m-q4_k.gguf');
  await writeGgufFile(file, randomOpenElm(OPENELM_270M, 'Q4_K'));
  return file;
}
