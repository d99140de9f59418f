/**
 * What is wrong with a model file and what to do next, one English sentence pair per code.
 * `{name}` stands for the entry of the error's `detail` with that name.
 */
export const MODEL_FILE_SENTENCES = {
  notFound: 'There is no file at {path}. Choose the model again.',
  notAFile: '{path} is not a file but a {kind}. Choose a .gguf file.',
  unreadable: 'The file {path} cannot be read ({reason}). Check its permissions and the disk it lies on.',
  notGguf: 'This is not a GGUF model but {found}. Choose a file in GGUF form.',
  notAModel: 'This GGUF file holds {kind}, not a whole model. Choose the model itself.',
  bigEndian:
    'This GGUF file was written for big-endian machines. Choose the little-endian build of this model.',
  unsupportedVersion:
    'This GGUF file has format version {version}; versions 2 and 3 can be read. Convert or fetch it in a newer form.',
  headerCutOff: 'The file ends inside its header. It was probably cut off while downloading: fetch it again.',
  truncated:
    'The file ends {missing} before its tensor data does. It was probably cut off while downloading: fetch it again.',
  corruptHeader: 'The header of this file is damaged at byte {offset}: {problem}. Fetch it again.',
  corruptTensorTable: 'The tensor table of this file is damaged at "{tensor}": {problem}. Fetch it again.',
  missingMetadata: 'The file does not state {key}. It is damaged or incomplete: fetch it again.',
  inconsistentMetadata:
    'The file states {key} = {value}, but it has to be {expected}. It is damaged: fetch it again.',
  missingTensor: 'The file lacks the tensor "{tensor}". It is damaged or incomplete: fetch it again.',
  inconsistentTensor:
    'The tensor "{tensor}" is {actual}, but it has to be {expected}. The file is damaged: fetch it again.',
  unsupportedArchitecture:
    'Models of the architecture "{architecture}" ({purpose}) cannot complete text here. Choose a text-generation model.',
  unsupportedTensorType:
    'The tensor "{tensor}" is stored as {type}, which cannot be run. Choose another quantisation of this model.',
  unsupportedTokenizer:
    'The tokenizer "{tokenizer}" of this model is not known. Choose another build of this model.',
  tooLarge: 'The file states {what} of {value}; more than {limit} is not accepted. It is probably damaged.',
  timedOut: 'The file could not be checked within {seconds} s. Copy it to a local disk and try again.',
  splitFile:
    'This is one of {parts} parts of a split model. Merge the parts into one file, or fetch a build in one file.',
} as const;

/** Names one way in which a file is refused; the host translates by it. */
export type ModelFileErrorCode = keyof typeof MODEL_FILE_SENTENCES;

/**
 * What a sentence is filled with. Keys, tensor names, numbers and the terse technical notes in `problem`,
 * `expected`, `purpose`, `kind`, `found` and `what` are not meant to be translated.
 */
export type ModelFileErrorDetail = Readonly<Record<string, string | number>>;

/** Replaces every `{name}` of a sentence by its detail, so that a translation is filled as the original is. */
export function fillSentence(sentence: string, detail: ModelFileErrorDetail): string {
  return sentence.replace(/\{(\w+)\}/g, (placeholder, name: string) => String(detail[name] ?? placeholder));
}

/** A model file that must not reach the native library; the message is for the user, code and detail for hosts. */
export class ModelFileError extends Error {
  override readonly name = 'ModelFileError';
  readonly code: ModelFileErrorCode;
  readonly detail: ModelFileErrorDetail;

  constructor(code: ModelFileErrorCode, detail: ModelFileErrorDetail = {}) {
    super(fillSentence(MODEL_FILE_SENTENCES[code], detail));
    this.code = code;
    this.detail = detail;
  }
}
