import { fillSentence } from '../modelFileError.ts';

/**
 * What hinders a conversion and what to do next; `{name}` stands for the entry of the error's `detail` with that name.
 */
export const CONVERT_SENTENCES = {
  noConfig: 'There is no config.json in {path}. Choose the folder that holds the model as it was published.',
  badConfig: 'The file config.json can’t be used: {problem}. Fetch the model again.',
  notOpenElm: 'This is a model of the type “{type}”. Only OpenELM models can be converted here.',
  noWeights:
    'There is no .safetensors file in {path}. Choose the folder that holds the model as it was published.',
  badIndex:
    'The file {file}, which says where the tensors are, can’t be used: {problem}. Fetch the model again.',
  badWeights: 'The file {file} is damaged: {problem}. Fetch it again.',
  missingTensor:
    'The model lacks the tensor “{tensor}”. A file of it is missing or damaged: fetch the model again.',
  badNumbers: 'The tensor “{tensor}” holds values that are no numbers. The file is damaged: fetch it again.',
  wrongTensor: 'The tensor “{tensor}” is {actual}, but by config.json it has to be {expected}.',
  badTokenizer: 'The file {file} is no SentencePiece tokenizer that can be used: {problem}.',
  wrongTokenizer:
    'The tokenizer has {pieces} tokens and the model {vocabulary}: it is another model’s. Choose another one.',
  needsRange: 'OpenELM 3B needs the range of BF16 and gives wrong words in F16. Convert it to BF16 or Q8_0.',
  noSpace: 'The file needs {needed} MB and the disk has {free} MB free. Make room, or choose another folder.',
  exists: 'There is a file {path} already. Choose another name, or move it away.',
  diskFailed: 'The file can’t be written ({reason}). Nothing was left behind.',
  unreadable: '{path} can’t be read ({reason}). Check its permissions and the disk it lies on.',
} as const;

/** Names one way in which a conversion is refused; the host translates by it. */
export type ConvertErrorCode = keyof typeof CONVERT_SENTENCES;

/** A conversion that did not take place; the message is for the user, code and detail for hosts. */
export class ConvertError extends Error {
  override readonly name = 'ConvertError';

  constructor(
    readonly code: ConvertErrorCode,
    readonly detail: Readonly<Record<string, string | number>> = {},
  ) {
    super(fillSentence(CONVERT_SENTENCES[code], detail));
  }
}
