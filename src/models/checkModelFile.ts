import { checkModelTensors } from './checks/modelTensors.ts';
import { readHyperparameters } from './checks/hyperparameters.ts';
import { checkTensorTable } from './checks/tensorTable.ts';
import { readTokenizer } from './checks/tokenizer.ts';
import { type GgufHeader } from './gguf/ggufTypes.ts';
import { Metadata } from './metadata.ts';
import { ModelFileError } from './modelFileError.ts';
import { summarise, type ModelFacts } from './modelFacts.ts';
import { readHeaderOfFile, type CheckOptions } from './readHeaderOfFile.ts';

/**
 * Checks everything that must hold before native code sees a model file, by reading its header alone: a file of
 * 10 GB takes no longer than its vocabulary. Rejects with a `ModelFileError`, or with the reason of `signal`.
 * Weights themselves are not looked at: only a checksum tells whether they are intact.
 */
export async function checkModelFile(path: string, options: CheckOptions = {}): Promise<ModelFacts> {
  options.signal?.throwIfAborted();
  refuseSplitName(path);
  const { sizeBytes, header } = await readHeaderOfFile(path, options);
  return checkHeader(path, sizeBytes, header);
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
