import { fillSentence, type ModelFileError } from '../modelFileError.ts';

/** Why an adapter is refused and what to do next; `{name}` stands for the entry of the error's `detail` with that name. */
export const ADAPTER_SENTENCES = {
  noAdapterFile: 'There is no adapter at {path}. Choose it again, or use the model without one.',
  badAdapterFile: 'The adapter can’t be used. {problem}',
  notAnAdapter: 'The file holds {kind}, not an adapter. Choose a LoRA adapter in GGUF form.',
  unsupportedAdapter: 'The adapter is of the kind “{kind}”. Only LoRA adapters can be used.',
  otherArchitecture:
    'The adapter was made for models of the architecture “{adapter}”, and this one is “{model}”. Choose an adapter of this model.',
  noPairs: 'The adapter changes nothing: it holds no tensors. Fetch it again.',
  unpairedTensor:
    'The adapter lacks the other half of “{tensor}”. It is damaged or incomplete: fetch it again.',
  strangeTensor:
    'The adapter holds “{tensor}”, which the engine would leave out. Choose an adapter of matrices alone.',
  unknownTensor:
    'The adapter changes “{tensor}”, which this model does not have. Choose an adapter of this model.',
  unfitTensor:
    'The adapter’s “{tensor}” is {actual}, but for this model it has to be {expected}. Choose an adapter of this model.',
  tiedEmbedding:
    'The adapter changes the embedding “{tensor}”, which is also the output of this model; the engine can’t do that. Choose an adapter that leaves it alone.',
  badTensorType:
    'The adapter’s “{tensor}” is stored as {type}, which can’t be computed with. Choose another build of it.',
  badAlpha: 'The adapter states alpha = {value}, but it has to be {expected}. It is damaged: fetch it again.',
  engineRefused: 'The engine could not apply the adapter. The log says more; use the model without it.',
} as const;

/** Names one way in which an adapter is refused; the host translates by it. */
export type AdapterErrorCode = keyof typeof ADAPTER_SENTENCES;

type Detail = Readonly<Record<string, string | number>>;

/** An adapter that must not reach the native library; the message is for the user, code and detail for hosts. */
export class AdapterError extends Error {
  override readonly name = 'AdapterError';

  constructor(
    readonly code: AdapterErrorCode,
    readonly detail: Detail = {},
  ) {
    super(fillSentence(ADAPTER_SENTENCES[code], detail));
  }

  /** What is wrong with the file itself, as it would be with a model's; `detail.fileCode` names it. */
  static ofFile({ code, message, detail }: ModelFileError): AdapterError {
    return code === 'notFound'
      ? new AdapterError('noAdapterFile', detail)
      : new AdapterError('badAdapterFile', { ...detail, problem: message, fileCode: code });
  }
}
