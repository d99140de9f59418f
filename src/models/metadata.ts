import { type GgufNumbers, type GgufValue } from './gguf/ggufTypes.ts';
import { type StringTable } from './gguf/stringTable.ts';
import { ModelFileError } from './modelFileError.ts';

const MAX_SHOWN_CHARACTERS = 60;

/** Typed access to a file's metadata; a value of another type than llama.cpp expects is an `inconsistentMetadata`. */
export class Metadata {
  readonly #values: ReadonlyMap<string, GgufValue>;

  constructor(values: ReadonlyMap<string, GgufValue>) {
    this.#values = values;
  }

  has(key: string): boolean {
    return this.#values.has(key);
  }

  text(key: string): string | undefined {
    const value = this.#values.get(key);
    if (value === undefined || value.type === 'string') return value?.value;
    throw this.contradiction(key, 'a string');
  }

  /** A value that is not a list, whatever its type. */
  scalar(key: string): string | number | bigint | boolean | undefined {
    const value = this.#values.get(key);
    return value === undefined || value.type === 'array' ? undefined : value.value;
  }

  /** llama.cpp takes counts as uint32 and nothing else. */
  count(key: string): number | undefined {
    const value = this.#values.get(key);
    if (value === undefined || value.type === 'uint32') return value?.value;
    throw this.contradiction(key, 'a number of type uint32');
  }

  /** A count that must be there and lie between two bounds, both included. */
  countWithin(key: string, least: number, most: number): number {
    const value = this.required(key, this.count(key));
    if (value >= least && value <= most) return value;
    throw this.contradiction(key, `from ${least} to ${most}`);
  }

  float(key: string): number | undefined {
    const value = this.#values.get(key);
    if (value === undefined || value.type === 'float32') return value?.value;
    throw this.contradiction(key, 'a number of type float32');
  }

  flag(key: string): boolean | undefined {
    const value = this.#values.get(key);
    if (value === undefined || value.type === 'bool') return value?.value;
    throw this.contradiction(key, 'true or false');
  }

  strings(key: string): StringTable | undefined {
    const value = this.#values.get(key);
    if (value === undefined) return undefined;
    if (value.type === 'array' && value.of === 'string') return value.strings;
    throw this.contradiction(key, 'a list of strings');
  }

  /** A list of 32-bit numbers, one of `types`. */
  numbers(key: string, types: readonly ('int32' | 'uint32' | 'float32')[]): GgufNumbers | undefined {
    const value = this.#values.get(key);
    if (value === undefined) return undefined;
    if (value.type === 'array' && (types as readonly string[]).includes(value.of) && 'numbers' in value) {
      return value.numbers;
    }
    throw this.contradiction(key, `a list of ${types.join(' or ')}`);
  }

  /** One number per layer; a single number stands for all layers, as in llama.cpp. */
  perLayer(key: string, layers: number): readonly number[] | undefined {
    const value = this.#values.get(key);
    if (value?.type === 'uint32') return Array.from({ length: layers }, () => value.value);
    const numbers = this.numbers(key, ['int32', 'uint32']);
    if (numbers === undefined) return undefined;
    if (numbers.length !== layers) throw this.contradiction(key, `a list of ${layers} numbers`);
    return Array.from(numbers, Number);
  }

  /** The value itself, or `missingMetadata` where the file does not have it. */
  required<T>(key: string, value: T | undefined): T {
    if (value === undefined) throw new ModelFileError('missingMetadata', { key });
    return value;
  }

  /** The error for a value that is there but cannot be right; `expected` is a terse note in English. */
  contradiction(key: string, expected: string): ModelFileError {
    return new ModelFileError('inconsistentMetadata', { key, value: this.#show(key), expected });
  }

  #show(key: string): string {
    const value = this.#values.get(key);
    if (value === undefined) return 'nothing';
    if (value.type !== 'array') return String(value.value).slice(0, MAX_SHOWN_CHARACTERS);
    if ('strings' in value) return `a list of ${value.strings.length} strings`;
    const { numbers } = value;
    const shown = Array.from(numbers.subarray(0, 8), String).join(', ');
    return `[${shown}${numbers.length > 8 ? `, … ${numbers.length} in all` : ''}]`;
  }
}
