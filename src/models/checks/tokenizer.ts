import { isUtf8 } from 'node:buffer';
import { PRE_TOKENIZERS } from '../architectures.ts';
import { type StringTable } from '../gguf/stringTable.ts';
import { type Metadata } from '../metadata.ts';
import { ModelFileError } from '../modelFileError.ts';
import { canFillInTheMiddle } from './infill.ts';

/** What is known of a model's tokenizer once it has been checked. */
export interface TokenizerFacts {
  /** `tokenizer.ggml.model`: `gpt2` stands for byte-level BPE, `llama` for SentencePiece. */
  readonly model: string;
  /** `tokenizer.ggml.pre`: how text is cut before byte-level BPE. */
  readonly pre?: string;
  readonly vocabularySize: number;
  /** Whether the model has tokens for prefix, suffix and middle. */
  readonly fillInTheMiddle: boolean;
}

type Kind = 'bytePairs' | 'pieces' | 'other';

const KINDS: ReadonlyMap<string, Kind> = new Map([
  ['gpt2', 'bytePairs'],
  ['hybriddna', 'bytePairs'],
  ['whitespace', 'bytePairs'],
  ['gemma4', 'other'],
  ['llama', 'pieces'],
  ['plamo2', 'pieces'],
  ['t5', 'other'],
  ['rwkv', 'other'],
]);

/** llama.cpp's `LLAMA_TOKEN_TYPE_BYTE`: the text of such a token is cut as `<0x0A>` is. */
const BYTE_TOKEN = 6;
const KEY = 'tokenizer.ggml';

/** Ids the engine feeds to the model; llama.cpp would silently put others in the place of impossible ones. */
const FED_TOKENS = ['bos', 'eos', 'fim_pre', 'fim_suf', 'fim_mid'];
/** Ids it only compares with: some published files have ones outside their vocabulary, and run. */
const COMPARED_TOKENS = [
  'eot',
  'eom',
  'unknown',
  'seperator',
  'padding',
  'mask',
  'fim_pad',
  'fim_rep',
  'fim_sep',
];

/** Checks what llama.cpp and its tokenizers assert, index by or look up without a fallback. */
export function readTokenizer(metadata: Metadata): TokenizerFacts {
  const model = metadata.required(`${KEY}.model`, metadata.text(`${KEY}.model`));
  const kind = KINDS.get(model);
  if (kind === undefined) throw new ModelFileError('unsupportedTokenizer', { tokenizer: model.slice(0, 60) });
  const pre = readPreTokenizer(metadata, kind);
  const tokens = readTokens(metadata, model);
  const types = checkTokenTypes(metadata, tokens);
  checkScores(metadata, tokens);
  checkMerges(metadata, model, pre);
  checkByteTokens(tokens, types, kind);
  checkSpecialTokens(metadata, tokens, kind);
  const facts = {
    model,
    vocabularySize: tokens.length,
    fillInTheMiddle: canFillInTheMiddle(metadata, tokens),
  };
  return pre === undefined ? facts : { ...facts, pre };
}

function readPreTokenizer(metadata: Metadata, kind: Kind): string | undefined {
  const pre = metadata.text(`${KEY}.pre`);
  if (pre !== undefined && pre !== '' && kind === 'bytePairs' && !PRE_TOKENIZERS.has(pre)) {
    throw new ModelFileError('unsupportedTokenizer', { tokenizer: pre.slice(0, 60) });
  }
  return pre;
}

function readTokens(metadata: Metadata, model: string): StringTable {
  const key = `${KEY}.tokens`;
  const tokens = metadata.required(key, metadata.strings(key));
  if (tokens.length < 2) throw metadata.contradiction(key, 'a vocabulary');
  // RWKV's tokens are byte strings; all others are text, and decoding them throws where they are not.
  if (model !== 'rwkv') requireUtf8(metadata, key, tokens);
  const duplicate = tokens.firstDuplicate();
  if (duplicate !== -1)
    throw metadata.contradiction(key, `without repetitions, but token ${duplicate} is one`);
  if (model === 'rwkv' && tokens.find('\n') === -1 && tokens.find('\\n') === -1) {
    throw metadata.contradiction(key, 'a vocabulary with a line break');
  }
  return tokens;
}

function requireUtf8(metadata: Metadata, key: string, strings: StringTable): void {
  for (let index = 0; index < strings.length; index += 1) {
    if (!isUtf8(strings.bytes(index))) throw metadata.contradiction(key, `UTF-8, but entry ${index} is not`);
  }
}

function checkTokenTypes(metadata: Metadata, tokens: StringTable): ArrayLike<number | bigint> {
  const key = `${KEY}.token_type`;
  const types = metadata.numbers(key, ['int32']);
  if (types === undefined) return [];
  if (types.length !== tokens.length) throw metadata.contradiction(key, `a list of ${tokens.length} numbers`);
  if (types.some((type: number | bigint) => type < 0 || type > BYTE_TOKEN)) {
    throw metadata.contradiction(key, `from 0 to ${BYTE_TOKEN}`);
  }
  return types;
}

function checkScores(metadata: Metadata, tokens: StringTable): void {
  const key = `${KEY}.scores`;
  const scores = metadata.numbers(key, ['float32', 'int32']);
  if (scores === undefined) return;
  if (scores.length !== tokens.length)
    throw metadata.contradiction(key, `a list of ${tokens.length} numbers`);
  if (scores.some((score: number | bigint) => Number.isNaN(Number(score)))) {
    throw metadata.contradiction(key, 'numbers');
  }
}

function checkMerges(metadata: Metadata, model: string, pre: string | undefined): void {
  const key = `${KEY}.merges`;
  const merges = metadata.strings(key);
  if (KINDS.get(model) !== 'bytePairs' && model !== 'gemma4') return;
  if (merges === undefined) {
    if (pre === 'kimi-k2') return;
    throw new ModelFileError('missingMetadata', { key });
  }
  requireUtf8(metadata, key, merges);
  if (model !== 'gpt2') return;
  for (let index = 0; index < merges.length; index += 1) {
    const merge = merges.bytes(index);
    const gap = merge.indexOf(0x20, 1);
    if (gap === -1 || gap === merge.length - 1) {
      throw metadata.contradiction(key, `pairs, but entry ${index} is "${merges.text(index).slice(0, 60)}"`);
    }
  }
}

/** A byte that no token stands for makes SentencePiece tokenization throw where nothing catches it. */
function checkByteTokens(tokens: StringTable, types: ArrayLike<number | bigint>, kind: Kind): void {
  for (let index = 0; index < types.length; index += 1) {
    if (Number(types[index]) === BYTE_TOKEN && !/^<0x[0-9A-Fa-f]{2}>$/.test(tokens.text(index))) {
      throw new ModelFileError('inconsistentMetadata', {
        key: `${KEY}.token_type`,
        value: `a byte for token ${index}, "${tokens.text(index).slice(0, 60)}"`,
        expected: 'a byte only for tokens such as <0x0A>',
      });
    }
  }
  if (kind !== 'pieces') return;
  for (let byte = 1; byte <= 0xf4; byte += 1) {
    if (byte === 0xc0 || byte === 0xc1) continue; // never part of UTF-8
    const name = `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`;
    if (tokens.find(name) === -1 && tokens.find(Uint8Array.of(byte)) === -1) {
      throw new ModelFileError('missingMetadata', { key: `the token ${name}` });
    }
  }
}

function checkSpecialTokens(metadata: Metadata, tokens: StringTable, kind: Kind): void {
  for (const name of COMPARED_TOKENS) metadata.count(`${KEY}.${name}_token_id`);
  for (const name of FED_TOKENS) {
    const key = `${KEY}.${name}_token_id`;
    const id = metadata.count(key);
    if (id !== undefined && id >= tokens.length) throw metadata.contradiction(key, `below ${tokens.length}`);
  }
  for (const name of ['bos', 'eos']) {
    const flag = `${KEY}.add_${name}_token`;
    const hasDefault = kind !== 'other' && tokens.length > 11;
    if (metadata.flag(flag) === true && !hasDefault && !metadata.has(`${KEY}.${name}_token_id`)) {
      throw new ModelFileError('missingMetadata', { key: `${KEY}.${name}_token_id` });
    }
  }
  for (const name of ['add_space_prefix', 'add_sep_token', 'remove_extra_whitespaces']) {
    metadata.flag(`${KEY}.${name}`);
  }
}
