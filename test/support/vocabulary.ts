import { type WritableValue } from '../../src/models/gguf/writeGguf.ts';

/** A byte-level BPE vocabulary and the metadata that states it. */
export interface Vocabulary {
  readonly tokens: readonly string[];
  readonly metadata: readonly (readonly [string, WritableValue])[];
}

/** What a vocabulary holds besides the 256 bytes. */
export interface VocabularyOptions {
  readonly fillInTheMiddle: boolean;
  /** Filled up with further tokens to this size, as the real models' matrices need it. */
  readonly size?: number;
  /** What the further tokens are: unused, or words that a model may write and no text is read as. */
  readonly filling?: 'unused' | 'words';
}

/** Pairs joined in this order; enough that text does not fall apart into bytes altogether. */
const MERGES =
  'Ġ Ġ,ĠĠ ĠĠ,i n,e r,t h,o n,r e,s t,a t,e n,o r,Ġ =,th e,in g,Ġ {,( ),l e,c t,c on,con st'.split(',');

const NORMAL = 1;
const CONTROL = 3;
const UNUSED = 5;
const INFILL = ['fim_pre', 'fim_suf', 'fim_mid'] as const;

/** All bytes in order, then merges, then the special tokens, `<|endoftext|>` first. */
export function byteLevelVocabulary(options: VocabularyOptions): Vocabulary {
  const ordinary = [...byteTexts(), ...MERGES.map((merge) => merge.replace(' ', ''))];
  const special = ['<|endoftext|>', ...(options.fillInTheMiddle ? INFILL.map((name) => `<|${name}|>`) : [])];
  const used = [...ordinary, ...special];
  const filling = options.filling ?? 'unused';
  const further = Array.from({ length: Math.max(0, (options.size ?? 0) - used.length) }, (_, i) =>
    filling === 'unused' ? `<|unused${i}|>` : `Ġw${i}`,
  );
  const tokens = [...used, ...further];
  const end = ordinary.length;
  const types = tokens.map((_, id) =>
    id < end ? NORMAL : id < used.length ? CONTROL : filling === 'unused' ? UNUSED : NORMAL,
  );
  const metadata: [string, WritableValue][] = [
    ['tokenizer.ggml.model', { type: 'string', value: 'gpt2' }],
    ['tokenizer.ggml.pre', { type: 'string', value: 'qwen2' }],
    ['tokenizer.ggml.tokens', { type: 'strings', value: tokens }],
    ['tokenizer.ggml.token_type', { type: 'int32s', value: types }],
    ['tokenizer.ggml.merges', { type: 'strings', value: MERGES }],
    ['tokenizer.ggml.bos_token_id', { type: 'number', as: 'uint32', value: end }],
    ['tokenizer.ggml.eos_token_id', { type: 'number', as: 'uint32', value: end }],
    ['tokenizer.ggml.add_bos_token', { type: 'bool', value: false }],
    ['tokenizer.ggml.add_eos_token', { type: 'bool', value: false }],
    ['tokenizer.ggml.add_space_prefix', { type: 'bool', value: false }],
  ];
  if (options.fillInTheMiddle) {
    for (const [index, name] of INFILL.entries()) {
      metadata.push([
        `tokenizer.ggml.${name}_token_id`,
        { type: 'number', as: 'uint32', value: end + 1 + index },
      ]);
    }
  }
  return { tokens, metadata };
}

/**
 * The characters that byte-level BPE writes bytes as: printable Latin-1 stands for itself, the other bytes are
 * moved to U+0100 and on, in order.
 */
function byteTexts(): string[] {
  const isPrintable = (byte: number) =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
  let moved = 0x100;
  return Array.from({ length: 256 }, (_, byte) => {
    const code = isPrintable(byte) ? byte : moved;
    if (!isPrintable(byte)) moved += 1;
    return String.fromCharCode(code);
  });
}
