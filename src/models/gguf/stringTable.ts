const ABSENT = -1;

/** Many strings in one buffer, as raw bytes: decoded one at a time, searched without decoding. */
export class StringTable {
  readonly length: number;
  readonly #bytes: Uint8Array;
  /** Where each string ends in `#bytes`; it starts where the one before it ends. */
  readonly #ends: Uint32Array;
  #slots: Int32Array | undefined;
  #firstDuplicate = ABSENT;

  constructor(bytes: Uint8Array, ends: Uint32Array) {
    this.#bytes = bytes;
    this.#ends = ends;
    this.length = ends.length;
  }

  /** Raw bytes of a string, shared with the table. */
  bytes(index: number): Uint8Array {
    return this.#bytes.subarray(index === 0 ? 0 : this.#ends[index - 1], this.#ends[index]);
  }

  /** The string, with the replacement character where it is not UTF-8. */
  text(index: number): string {
    return new TextDecoder().decode(this.bytes(index));
  }

  /**
   * Bytes as C code sees them: they end at the first NUL. What is then empty is given a name of its own by
   * llama.cpp, so it equals nothing else.
   */
  #key(index: number): Uint8Array {
    const bytes = this.bytes(index);
    const nul = bytes.indexOf(0);
    const visible = nul === -1 ? bytes : bytes.subarray(0, nul);
    return visible.length > 0 ? visible : new TextEncoder().encode(`[EMPTY_${index}]`);
  }

  /** Index of a string that C code cannot tell from an earlier one, or -1. */
  firstDuplicate(): number {
    this.#index();
    return this.#firstDuplicate;
  }

  /** Index of the first string that equals `text` to C code, or -1. */
  find(text: string | Uint8Array): number {
    const wanted = typeof text === 'string' ? new TextEncoder().encode(text) : text;
    const slots = this.#index();
    return slots[this.#slotOf(slots, wanted)] ?? ABSENT;
  }

  /** Builds the hash table once: open addressing, at most half full. */
  #index(): Int32Array {
    if (this.#slots !== undefined) return this.#slots;
    const slots = new Int32Array(2 ** Math.ceil(Math.log2(this.length * 2 + 2))).fill(ABSENT);
    for (let index = 0; index < this.length; index += 1) {
      const slot = this.#slotOf(slots, this.#key(index));
      if (slots[slot] === ABSENT) slots[slot] = index;
      else if (this.#firstDuplicate === ABSENT) this.#firstDuplicate = index;
    }
    this.#slots = slots;
    return slots;
  }

  /** The slot that holds `key`, or the free one where it would go. */
  #slotOf(slots: Int32Array, key: Uint8Array): number {
    let slot = hash(key) & (slots.length - 1);
    for (;;) {
      const index = slots[slot] ?? ABSENT;
      if (index === ABSENT || Buffer.compare(this.#key(index), key) === 0) return slot;
      slot = (slot + 1) & (slots.length - 1);
    }
  }
}

/** FNV-1a with a final mix, so that a crafted vocabulary of similar strings does not pile up in one place. */
function hash(bytes: Uint8Array): number {
  let value = 0x811c9dc5;
  for (const byte of bytes) value = Math.imul(value ^ byte, 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x45d9f3b);
  return (value ^ (value >>> 13)) >>> 0;
}

/** Collects strings of unknown total size. */
export class StringTableBuilder {
  readonly #ends: Uint32Array;
  #bytes: Uint8Array;
  #count = 0;
  #size = 0;

  /** @param count how many strings will be added, exactly. */
  constructor(count: number) {
    this.#ends = new Uint32Array(count);
    this.#bytes = new Uint8Array(Math.max(1024, count * 8));
  }

  /** Copies the bytes. */
  add(bytes: Uint8Array): void {
    if (this.#size + bytes.length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#size + bytes.length));
      larger.set(this.#bytes.subarray(0, this.#size));
      this.#bytes = larger;
    }
    this.#bytes.set(bytes, this.#size);
    this.#size += bytes.length;
    this.#ends[this.#count] = this.#size;
    this.#count += 1;
  }

  /** The table over what was added; the builder is not used any more. */
  build(): StringTable {
    return new StringTable(this.#bytes.subarray(0, this.#size), this.#ends);
  }
}
