import path from 'node:path';
import { OPENELM_270M, randomOpenElm } from '../../test/support/appleOpenElm.ts';
import { writeGgufFile } from '../../src/models/gguf/writeGguf.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';

/** Slow enough that an answer takes seconds, and small enough to be written and loaded in one. */
const LAYERS = 4;

/**
 * Its words are the same however the prompt was read. llama.cpp multiplies four rows of Q4_K at once with other rounding
 * than one row alone, so there the first word's probability is another by up to 4 % when the pace of reading makes pieces
 * of another length; random weights then go another way, mostly within 30 words. In Q8_0 both are the same to the last
 * digit, for pieces below 64 tokens (measured on x86-64 with pieces of 1 to 18 tokens of a prompt of 19).
 */
const WEIGHTS = 'Q8_0';

/** The path of a model that answers everything with words without end, written once; it goes with this process. */
export function chatModel(): Promise<string> {
  written ??= write();
  return written;
}

let written: Promise<string> | undefined;

async function write(): Promise<string> {
  const file = path.join(temporaryFolder('chat-model'), 'talkative.gguf');
  const shape = { ...OPENELM_270M, layers: OPENELM_270M.layers.slice(0, LAYERS) };
  await writeGgufFile(file, randomOpenElm(shape, WEIGHTS, { name: 'Talkative', isTalkative: true }));
  return file;
}
