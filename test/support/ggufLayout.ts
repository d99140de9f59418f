/** What a run of bytes in a header is. */
export type FieldKind =
  | 'magic'
  | 'version'
  | 'tensorCount'
  | 'keyCount'
  | 'keyLength'
  | 'key'
  | 'valueType'
  | 'elementType'
  | 'arrayLength'
  | 'stringLength'
  | 'string'
  | 'number'
  | 'nameLength'
  | 'name'
  | 'rank'
  | 'dimension'
  | 'tensorType'
  | 'offset';

/** Where a field lies, and the key or tensor it belongs to. */
export interface Field {
  readonly kind: FieldKind;
  readonly at: number;
  readonly size: number;
  readonly owner: string;
}

/** Every field of an intact file's header in order, and where the tensor data starts. */
export interface GgufLayout {
  readonly fields: readonly Field[];
  readonly dataStart: number;
}

/** Bytes per value by type id; strings (8) and arrays (9) have none. */
const SIZES: readonly (number | undefined)[] = [1, 1, 2, 2, 4, 4, 4, 1, undefined, undefined, 8, 8, 8];
const STRING = 8;
const ARRAY = 9;
const ALIGNMENT = 32;

/** Walks a header that is known to be intact; arrays yield their first and last eight elements only. */
export function ggufLayout(file: Buffer): GgufLayout {
  const walker = new Walker(file);
  walker.take('magic', 4);
  walker.take('version', 4);
  const tensors = walker.count('tensorCount');
  const keys = walker.count('keyCount');
  for (let index = 0; index < keys; index += 1) {
    walker.owner = walker.text('keyLength', 'key');
    walker.value(walker.id('valueType'));
  }
  for (let index = 0; index < tensors; index += 1) {
    walker.owner = walker.text('nameLength', 'name');
    const rank = walker.id('rank');
    for (let dimension = 0; dimension < rank; dimension += 1) walker.take('dimension', 8);
    walker.take('tensorType', 4);
    walker.take('offset', 8);
  }
  return { fields: walker.fields, dataStart: Math.ceil(walker.at / ALIGNMENT) * ALIGNMENT };
}

class Walker {
  readonly fields: Field[] = [];
  owner = '';
  at = 0;
  #silent = false;
  readonly #file: Buffer;

  constructor(file: Buffer) {
    this.#file = file;
  }

  take(kind: FieldKind, size: number): number {
    const { at } = this;
    if (!this.#silent) this.fields.push({ kind, at, size, owner: this.owner });
    this.at += size;
    return at;
  }

  count(kind: FieldKind): number {
    return Number(this.#file.readBigUInt64LE(this.take(kind, 8)));
  }

  id(kind: FieldKind): number {
    return this.#file.readUInt32LE(this.take(kind, 4));
  }

  text(lengthKind: FieldKind, kind: FieldKind): string {
    const length = this.count(lengthKind);
    const at = this.take(kind, length);
    return this.#file.toString('utf8', at, at + length);
  }

  value(type: number): void {
    if (type === ARRAY) this.#array();
    else if (type === STRING) this.text('stringLength', 'string');
    else this.take('number', SIZES[type] ?? 0);
  }

  #array(): void {
    const type = this.id('elementType');
    const length = this.count('arrayLength');
    for (let index = 0; index < length; index += 1) {
      this.#silent = index >= 8 && index < length - 8;
      this.value(type);
    }
    this.#silent = false;
  }
}
