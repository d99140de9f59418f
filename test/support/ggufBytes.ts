import { endOfTensor, ggufHeader, type WritableGguf } from '../../src/models/gguf/writeGguf.ts';

/** The whole file in memory: for miniatures, whose data comes at once. */
export function ggufBytes(model: WritableGguf): Buffer {
  const chunks = [ggufHeader(model)];
  for (const tensor of model.tensors) {
    const data = [...(tensor.data() as Iterable<Uint8Array>)];
    const size = data.reduce((total, chunk) => total + chunk.length, 0);
    chunks.push(...data, endOfTensor(tensor, size));
  }
  return Buffer.concat(chunks);
}
