import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/** A piece of a SentencePiece model. */
export interface WritablePiece {
  readonly text: string;
  readonly score?: number;
  /** 1 normal, which is left out, 2 unknown, 3 control, 6 a byte. */
  readonly type?: number;
}

/** The first three pieces of Llama's tokenizer. */
export const SPECIAL_PIECES: readonly WritablePiece[] = [
  { text: '<unk>', type: 2 },
  { text: '<s>', type: 3 },
  { text: '</s>', type: 3 },
];

/** A piece for each byte, as Llama's tokenizer has them. */
export const BYTE_PIECES: readonly WritablePiece[] = Array.from({ length: 256 }, (_, byte) => ({
  text: `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
  type: 6,
}));

/** A tokenizer.model with these pieces, and a field that a reader has no use for. */
export function sentencePieceBytes(pieces: readonly WritablePiece[]): Uint8Array {
  const writer = new BinaryWriter();
  for (const { text, score = 0, type } of pieces) {
    writer.tag(1, WireType.LengthDelimited).fork();
    writer.tag(1, WireType.LengthDelimited).string(text).tag(2, WireType.Bit32).float(score);
    if (type !== undefined) {
      writer.tag(3, WireType.Varint).int32(type);
    }
    writer.join();
  }
  writer.tag(2, WireType.LengthDelimited).fork().tag(3, WireType.Varint).int32(2).join();
  return writer.finish();
}
