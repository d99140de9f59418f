import path from 'node:path';
import { OPENELM_270M, randomOpenElm } from '../../test/support/appleOpenElm.ts';
import { writeGgufFile } from '../../src/models/gguf/writeGguf.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';

/** Slow enough that an answer takes seconds, and small enough to be written and loaded in one. */
const LAYERS = 4;

/** The path of a model that answers everything with words without end, written once; it goes with this process. */
export function chatModel(): Promise<string> {
  written ??= write();
  return written;
}

let written: Promise<string> | undefined;

async function write(): Promise<string> {
  const file = path.join(temporaryFolder('chat-model'), 'talkative.gguf');
  const shape = { ...OPENELM_270M, layers: OPENELM_270M.layers.slice(0, LAYERS) };
  await writeGgufFile(file, randomOpenElm(shape, 'Q4_K', { name: 'Talkative', isTalkative: true }));
  return file;
}
