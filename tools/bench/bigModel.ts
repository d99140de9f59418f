import path from 'node:path';
import { OPENELM_270M, OPENELM_450M, randomOpenElm } from '../../test/support/appleOpenElm.ts';
import { writeGgufFile } from '../../src/models/gguf/writeGguf.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';

/** What it is called in every figure: people run Q4_K_M files, which are a tenth larger. */
export const BIG_MODEL = '270M-shaped, random, pure Q4_K';

/** What the model that talks is called. */
export const BIG_INSTRUCT_MODEL = '450M-Instruct-shaped, random, pure Q4_K';

let written: Promise<string> | undefined;
let talking: Promise<string> | undefined;

/** The path of a model of the size people run, with random weights; it is written once and goes with this process. */
export function bigModel(): Promise<string> {
  written ??= write();
  return written;
}

/** The path of a model in the shape of OpenELM-450M-Instruct that answers everything with words without end. */
export function bigInstructModel(): Promise<string> {
  talking ??= writeTalking();
  return talking;
}

async function writeTalking(): Promise<string> {
  const file = path.join(temporaryFolder('bench'), 'random-450m-instruct-q4_k.gguf');
  const options = { name: 'OpenELM-450M-Instruct, random', isTalkative: true };
  await writeGgufFile(file, randomOpenElm(OPENELM_450M, 'Q4_K', options));
  return file;
}

async function write(): Promise<string> {
  const file = path.join(temporaryFolder('bench'), 'random-270m-q4_k.gguf');
  await writeGgufFile(file, randomOpenElm(OPENELM_270M, 'Q4_K'));
  return file;
}
