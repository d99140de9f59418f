import { fillSentence } from '../modelFileError.ts';

/** Why files are not those that Apple published, and what to do next; `{name}` stands for an entry of `detail`. */
export const VERIFY_SENTENCES = {
  wrongHash:
    'The file {file} is not the one that Apple published: its SHA-256 is {actual}, not {expected}. Fetch it again.',
  otherModel:
    'The folder holds a model of {layers} layers of width {width}, and {model} has {modelLayers} of width {modelWidth}. Choose the folder of {model}.',
  noTokenizer:
    'There is no tokenizer.model in {path}, and Apple publishes none. Put the Llama 2 tokenizer.model there, or choose one.',
} as const;

/** Names one way in which a verification ends before it has begun; the host translates by it. */
export type VerifyErrorCode = keyof typeof VERIFY_SENTENCES;

type Detail = Readonly<Record<string, string | number>>;

/** Files that are not what they are taken for; the message is for the user, code and detail for hosts. */
export class VerifyError extends Error {
  override readonly name = 'VerifyError';

  constructor(
    readonly code: VerifyErrorCode,
    readonly detail: Detail = {},
  ) {
    super(fillSentence(VERIFY_SENTENCES[code], detail));
  }
}
