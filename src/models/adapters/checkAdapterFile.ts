import { basename } from 'node:path';
import { checkTensorTable, type CheckedTensor } from '../checks/tensorTable.ts';
import { Metadata } from '../metadata.ts';
import { ModelFileError } from '../modelFileError.ts';
import { readHeaderOfFile, type CheckOptions, type FileHeader } from '../readHeaderOfFile.ts';
import { AdapterError } from './adapterError.ts';
import { checkPairs, type AdaptedModel } from './checkPairs.ts';

/** What a checked adapter says about itself. */
export interface AdapterFacts {
  /** The adapter's own name, or the file's where it has none. */
  readonly name: string;
  /** Bytes of the file. */
  readonly sizeBytes: number;
  /** The largest inner dimension of its pairs. */
  readonly rank: number;
  /** Its changes are multiplied by alpha / rank; undefined where they are taken as they are. */
  readonly alpha: number | undefined;
  /** Matrices of the model that it changes. */
  readonly matrices: number;
}

const ALPHA_KEY = 'adapter.lora.alpha';
const MAX_ALPHA = 65_536;

/**
 * Checks everything that must hold before native code sees an adapter for `model`, by reading its header alone. Rejects
 * with an `AdapterError`, or with the reason of the signal.
 */
export async function checkAdapterFile(
  path: string,
  model: AdaptedModel,
  options: CheckOptions = {},
): Promise<AdapterFacts> {
  try {
    return checkHeader(path, await readHeaderOfFile(path, options), model);
  } catch (error) {
    throw error instanceof ModelFileError ? AdapterError.ofFile(error) : error;
  }
}

function checkHeader(path: string, { sizeBytes, header }: FileHeader, model: AdaptedModel): AdapterFacts {
  const metadata = new Metadata(header.metadata);
  checkKind(metadata, model);
  const alpha = readAlpha(metadata);
  const tensors: readonly CheckedTensor[] = checkTensorTable(header, metadata, sizeBytes);
  const { rank, matrices } = checkPairs(tensors, model);
  return {
    name: metadata.text('general.name') ?? basename(path, '.gguf'),
    sizeBytes,
    rank,
    alpha: alpha === 0 ? undefined : alpha,
    matrices,
  };
}

function checkKind(metadata: Metadata, model: AdaptedModel): void {
  const type = metadata.text('general.type') ?? 'model';
  if (type !== 'adapter') {
    throw new AdapterError('notAnAdapter', { kind: type === 'model' ? 'a model' : type.slice(0, 60) });
  }
  const kind = metadata.required('adapter.type', metadata.text('adapter.type'));
  // An activated adapter would have to be switched on by certain tokens, which the library does not do.
  const isActivated = metadata.has('adapter.alora.invocation_tokens');
  if (kind !== 'lora' || isActivated) {
    throw new AdapterError('unsupportedAdapter', { kind: isActivated ? 'alora' : kind.slice(0, 60) });
  }
  const key = 'general.architecture';
  const architecture = metadata.required(key, metadata.text(key));
  if (architecture !== model.architecture) {
    const adapter = architecture.slice(0, 60);
    throw new AdapterError('otherArchitecture', { adapter, model: model.architecture });
  }
}

/** Nought and nothing mean the same to llama.cpp. Written so that NaN fails. */
function readAlpha(metadata: Metadata): number | undefined {
  const alpha = metadata.float(ALPHA_KEY);
  if (alpha !== undefined && !(alpha >= 0 && alpha <= MAX_ALPHA)) {
    throw new AdapterError('badAlpha', { value: String(alpha), expected: `from 0 to ${MAX_ALPHA}` });
  }
  return alpha;
}
