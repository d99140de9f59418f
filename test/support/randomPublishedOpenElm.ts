import { mkdir, open, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { f32Bytes } from '../../src/models/gguf/encodeElements.ts';
import { type OpenElmShape } from './miniatureOpenElm.ts';
import { configOf, publishedShapes, safetensorsHeader } from './publishedOpenElm.ts';
import { seededNormal } from './seededRandom.ts';
import { BYTE_PIECES, sentencePieceBytes, SPECIAL_PIECES } from './sentencePieceBytes.ts';

const SEED = 1;
/** A prime, so that no matrix repeats itself along its rows. */
const POOL_ELEMENTS = 1_048_573;
const FLOAT_BYTES = 4;

/**
 * Writes a model of a real shape with random weights as Apple publishes it, in 32 bits, a tokenizer of single bytes
 * beside it: 1.1 GB for 270M, a few megabytes in memory. Weights come from a pool that every tensor enters elsewhere,
 * because drawing hundreds of millions of them would take minutes.
 */
export async function publishRandomOpenElm(folder: string, shape: OpenElmShape): Promise<string> {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'config.json'), JSON.stringify(configOf({ shape })));
  const tokenizer = sentencePieceBytes([...SPECIAL_PIECES, ...BYTE_PIECES]);
  await writeFile(path.join(folder, 'tokenizer.model'), tokenizer);
  const normal = seededNormal(SEED);
  const pool = Float32Array.from({ length: POOL_ELEMENTS }, () => normal());
  const tensors = publishedShapes(shape).map(({ name, shape: own }) => {
    const elements = own.reduce((product, dimension) => product * dimension, 1);
    return { name, shape: own, elements, bytes: elements * FLOAT_BYTES };
  });
  const file = await open(path.join(folder, 'model.safetensors'), 'wx');
  try {
    await file.writeFile(safetensorsHeader(tensors, 'F32'));
    for (const [index, { shape: own, elements }] of tensors.entries()) {
      for (const chunk of weights(pool, own, { elements, first: (index * 7919) % POOL_ELEMENTS })) {
        await file.writeFile(f32Bytes(chunk));
      }
    }
  } finally {
    await file.close();
  }
  return folder;
}

/** A matrix keeps the size of what it multiplies at 1/√row; gains lie around 1. */
function* weights(
  pool: Float32Array,
  [, row]: readonly number[],
  { elements, first }: { readonly elements: number; readonly first: number },
): Generator<Float32Array> {
  const value = (normal: number): number => (row === undefined ? 1 + 0.1 * normal : normal * row ** -0.5);
  let start = first;
  let left = elements;
  while (left > 0) {
    const taken = Math.min(left, POOL_ELEMENTS - start);
    yield pool.subarray(start, start + taken).map(value);
    left -= taken;
    start = 0;
  }
}
