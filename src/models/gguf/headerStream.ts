import { ModelFileError } from '../modelFileError.ts';

/** Where bytes come from: a file, or a buffer in tests. */
export interface ByteSource {
  readonly size: number;
  /** Fills `into` from `position` on and returns how many bytes there were; fewer only at the end. */
  read(into: Uint8Array, position: number): Promise<number>;
}

/** Real headers are up to about 30 MB (a vocabulary of 256 k tokens with merges and a chat template). */
export const MAX_HEADER_BYTES = 256 * 1024 * 1024;

const CHUNK_BYTES = 1024 * 1024;

/** Reads a header from front to back, never past its limit, in chunks; `signal` is looked at before every chunk. */
export class HeaderStream {
  readonly #source: ByteSource;
  readonly #signal: AbortSignal | undefined;
  #chunk = Buffer.alloc(0);
  /** Position in the file of the first byte of `#chunk`. */
  #base = 0;
  #cursor = 0;

  constructor(source: ByteSource, signal?: AbortSignal) {
    this.#source = source;
    this.#signal = signal;
  }

  /** Position in the file of the next byte. */
  get position(): number {
    return this.#base + this.#cursor;
  }

  /** Bytes that can be taken before `need` has to be awaited. */
  get buffered(): number {
    return this.#chunk.length - this.#cursor;
  }

  /** Makes at least `count` bytes available to the `take` methods, or throws `headerCutOff` or `tooLarge`. */
  async need(count: number): Promise<void> {
    if (this.buffered >= count) return;
    this.mustHold(count);
    this.#signal?.throwIfAborted();
    const kept = this.#chunk.subarray(this.#cursor);
    const target = Math.min(Math.max(count, CHUNK_BYTES), this.#source.size - this.position);
    const next = Buffer.alloc(target);
    next.set(kept);
    const read = await this.#source.read(next.subarray(kept.length), this.position + kept.length);
    this.#base = this.position;
    this.#cursor = 0;
    this.#chunk = next.subarray(0, kept.length + read);
    if (this.buffered < count) throw new ModelFileError('headerCutOff', { offset: this.position });
  }

  /** Throws if `count` more bytes cannot be there; asked before anything of that size is allocated. */
  mustHold(count: number): void {
    if (count > this.#source.size - this.position) {
      throw new ModelFileError('headerCutOff', { offset: this.position });
    }
    if (this.position + count > MAX_HEADER_BYTES) {
      throw new ModelFileError('tooLarge', {
        what: 'a header in bytes',
        value: this.position + count,
        limit: MAX_HEADER_BYTES,
      });
    }
  }

  /** The next bytes, shared with the chunk: copy what outlives the next `need`. */
  takeBytes(count: number): Buffer {
    const bytes = this.#chunk.subarray(this.#cursor, this.#cursor + count);
    this.#cursor += count;
    return bytes;
  }

  takeUint32(): number {
    return this.takeBytes(4).readUInt32LE();
  }

  /** A count or a size; what exceeds 2^53 is damage and thrown as such. */
  takeUint64(): number {
    const at = this.position;
    const value = Number(this.takeBytes(8).readBigUInt64LE());
    if (!Number.isSafeInteger(value)) {
      throw new ModelFileError('corruptHeader', { offset: at, problem: `impossible number ${value}` });
    }
    return value;
  }
}
