import { readOpenElmConfig } from '../convert/openElmConfig.ts';
import { SafetensorsModel } from '../convert/safetensorsModel.ts';
import { type PublishedModel } from './openElmForward.ts';

/** Not in config.json: hard-coded where OpenELM was published (configuration of its normalisations). */
const EPSILON = 1e-6;

/** A folder as published, for the reference. Call `close` when done. Rejects with a `ConvertError`. */
export async function openPublishedModel(
  folder: string,
): Promise<PublishedModel & { readonly close: () => Promise<void> }> {
  const config = await readOpenElmConfig(folder);
  const weights = await SafetensorsModel.open(folder);
  return { shape: { ...config, epsilon: EPSILON }, weights, close: () => weights.close() };
}
