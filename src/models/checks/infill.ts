import { type StringTable } from '../gguf/stringTable.ts';
import { type Metadata } from '../metadata.ts';

interface InfillPart {
  readonly keys: readonly string[];
  /** Texts by which llama.cpp recognises the token where the metadata does not name it. */
  readonly texts: readonly string[];
}

const PARTS: readonly InfillPart[] = [
  {
    keys: ['tokenizer.ggml.fim_pre_token_id', 'tokenizer.ggml.prefix_token_id'],
    texts: [
      ...['<|fim_prefix|>', '<fim-prefix>', '<fim_prefix>', '<｜fim▁begin｜>'],
      ...['<PRE>', '▁<PRE>', '<|code_prefix|>', '<|prefix|>'],
    ],
  },
  {
    keys: ['tokenizer.ggml.fim_suf_token_id', 'tokenizer.ggml.suffix_token_id'],
    texts: [
      ...['<|fim_suffix|>', '<fim-suffix>', '<fim_suffix>', '<｜fim▁hole｜>'],
      ...['<SUF>', '▁<SUF>', '<|code_suffix|>', '<|suffix|>'],
    ],
  },
  {
    keys: ['tokenizer.ggml.fim_mid_token_id', 'tokenizer.ggml.middle_token_id'],
    texts: [
      ...['<|fim_middle|>', '<fim-middle>', '<fim_middle>', '<｜fim▁end｜>'],
      ...['<MID>', '▁<MID>', '<|code_middle|>', '<|middle|>'],
    ],
  },
];

/** Whether the model has a token each for prefix, suffix and middle, told by id or by the token's text. */
export function canFillInTheMiddle(metadata: Metadata, tokens: StringTable): boolean {
  return PARTS.every(
    ({ keys, texts }) =>
      keys.some((key) => metadata.has(key)) || texts.some((text) => tokens.find(text) !== -1),
  );
}
