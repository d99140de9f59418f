import { checkModelFile } from '../checkModelFile.ts';
import { type HeaderParts } from '../gguf/ggufTypes.ts';
import { checkAdapterFile, type AdapterFacts } from './checkAdapterFile.ts';

/**
 * Checks an adapter against a model file, both by their headers. Rejects with an `AdapterError`, or with a
 * `ModelFileError` for the model.
 */
export async function checkAdapterFor(model: string, adapter: string): Promise<AdapterFacts> {
  const parts: HeaderParts = { metadata: new Map(), tensors: [] };
  const { architecture } = await checkModelFile(model, { parts });
  return checkAdapterFile(adapter, { architecture, tensors: parts.tensors });
}
