import path from 'node:path';
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { type WritableValue } from '../gguf/writeGguf.ts';
import { ConvertError } from './convertError.ts';
import { readSmallFile } from './readSmallFile.ts';

/** A piece of a SentencePiece model; `type` is numbered alike there and in GGUF. */
interface Piece {
  readonly text: string;
  readonly score: number;
  readonly type: number;
}

const NORMAL = 1;
const UNUSED = 5;
const LAST_TYPE = 6;
/** No text is split so that it contains such a token. */
const UNUSED_SCORE = -1000;
/** Llama's `tokenizer.model`, which OpenELM was trained with, has 500 kB. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;
const UNKNOWN_ID = 0;
const BEGIN_ID = 1;
const END_ID = 2;

/** Fields of SentencePiece's `ModelProto` and of the pieces in it (sentencepiece_model.proto). */
const PIECES_FIELD = 1;
const [TEXT_FIELD, SCORE_FIELD, TYPE_FIELD] = [1, 2, 3];

type Metadata = readonly (readonly [string, WritableValue])[];

/**
 * The metadata of a GGUF for a SentencePiece `tokenizer.model`, filled up with unused tokens to the model's vocabulary.
 * Rejects with `badTokenizer`, `wrongTokenizer` or `unreadable`.
 */
export async function convertTokenizer(file: string, vocabularySize: number): Promise<Metadata> {
  const bytes = await readSmallFile(file, MAX_FILE_BYTES);
  const pieces = readPieces(path.basename(file), bytes);
  if (pieces.length > vocabularySize) {
    throw new ConvertError('wrongTokenizer', { pieces: pieces.length, vocabulary: vocabularySize });
  }
  const all = [
    ...pieces,
    ...Array.from({ length: vocabularySize - pieces.length }, (_, index) => ({
      text: `[PAD${index}]`,
      score: UNUSED_SCORE,
      type: UNUSED,
    })),
  ];
  const id = (value: number): WritableValue => ({ type: 'number', as: 'uint32', value });
  return [
    ['tokenizer.ggml.model', { type: 'string', value: 'llama' }],
    ['tokenizer.ggml.pre', { type: 'string', value: 'default' }],
    ['tokenizer.ggml.tokens', { type: 'strings', value: all.map(({ text }) => text) }],
    ['tokenizer.ggml.scores', { type: 'float32s', value: all.map(({ score }) => score) }],
    ['tokenizer.ggml.token_type', { type: 'int32s', value: all.map(({ type }) => type) }],
    ['tokenizer.ggml.unknown_token_id', id(UNKNOWN_ID)],
    ['tokenizer.ggml.bos_token_id', id(BEGIN_ID)],
    ['tokenizer.ggml.eos_token_id', id(END_ID)],
    ['tokenizer.ggml.add_bos_token', { type: 'bool', value: true }],
    ['tokenizer.ggml.add_eos_token', { type: 'bool', value: false }],
  ];
}

function readPieces(file: string, bytes: Uint8Array): readonly Piece[] {
  const pieces: Piece[] = [];
  try {
    const reader = new BinaryReader(bytes);
    while (reader.pos < reader.len) {
      const [field, wireType] = reader.tag();
      if (field === PIECES_FIELD && wireType === WireType.LengthDelimited) {
        pieces.push(readPiece(reader.bytes()));
      } else {
        reader.skip(wireType, field);
      }
    }
  } catch (error) {
    throw new ConvertError('badTokenizer', { file, problem: (error as Error).message });
  }
  const special = pieces.slice(0, END_ID + 1).map(({ text }) => text);
  if (special.join() !== '<unk>,<s>,</s>') {
    throw new ConvertError('badTokenizer', { file, problem: 'it does not begin with <unk>, <s> and </s>' });
  }
  return pieces;
}

function readPiece(bytes: Uint8Array): Piece {
  const reader = new BinaryReader(bytes);
  let piece: Piece = { text: '', score: 0, type: NORMAL };
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (field === TEXT_FIELD) {
      piece = { ...piece, text: reader.string() };
    } else if (field === SCORE_FIELD) {
      piece = { ...piece, score: reader.float() };
    } else if (field === TYPE_FIELD) {
      piece = { ...piece, type: reader.int32() };
    } else {
      reader.skip(wireType, field);
    }
  }
  if (piece.type < NORMAL || piece.type > LAST_TYPE) {
    throw new Error(`a token of the unknown type ${piece.type}`);
  }
  return piece;
}
