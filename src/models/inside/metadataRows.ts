import { type GgufNumbers, type GgufValue } from '../gguf/ggufTypes.ts';
import { type StringTable } from '../gguf/stringTable.ts';
import { printableText } from './printableText.ts';

/** One key-value pair of a header, bounded, with nothing in it that acts on what shows it. */
export interface MetadataRow {
  readonly key: string;
  /** As GGUF names it, such as `uint32`; of a list, that of its elements. */
  readonly type: string;
  /** Elements of a list. */
  readonly count?: number;
  /** The value, or its beginning. */
  readonly text: string;
  /** Characters of a text, or elements of a list, that `text` leaves out. */
  readonly leftOut: number;
}

/** The key-value pairs of a header, as many as a page can hold. */
export interface MetadataRows {
  readonly rows: readonly MetadataRow[];
  /** Pairs beyond those. */
  readonly leftOut: number;
}

/** Published files have up to about 100 keys, the longest of a hundred characters. */
const MAX_ROWS = 1000;
const MAX_KEY_CHARACTERS = 200;
/** The longest published chat templates have about 20,000 characters. */
const MAX_TEXT_CHARACTERS = 32_768;
/** Of all values together; what comes after that is cut to its beginning. */
const MAX_TOTAL_CHARACTERS = 512 * 1024;
const BEGINNING_CHARACTERS = 120;
/** Sizes by layer are shown whole, a vocabulary is not. */
const MAX_NUMBERS = 128;
const SHOWN_ELEMENTS = 12;
const MAX_ELEMENT_CHARACTERS = 40;

/** Rows in the order of the file. */
export function metadataRows(metadata: ReadonlyMap<string, GgufValue>): MetadataRows {
  const rows: MetadataRow[] = [];
  let left = MAX_TOTAL_CHARACTERS;
  for (const [key, value] of metadata) {
    if (rows.length === MAX_ROWS) {
      break;
    }
    const row = { key: cut(key, MAX_KEY_CHARACTERS), ...contentOf(value, left) };
    left -= row.text.length;
    rows.push(row);
  }
  return { rows, leftOut: metadata.size - rows.length };
}

function contentOf(value: GgufValue, room: number): Omit<MetadataRow, 'key'> {
  if (value.type === 'array') {
    return {
      type: value.of,
      ...('strings' in value ? listOfTexts(value.strings) : listOfNumbers(value.numbers)),
    };
  }
  if (value.type !== 'string') {
    return { type: value.type, text: String(value.value), leftOut: 0 };
  }
  const most = Math.max(BEGINNING_CHARACTERS, Math.min(room, MAX_TEXT_CHARACTERS));
  const shown = value.value.slice(0, most);
  return { type: 'string', text: printableText(shown), leftOut: value.value.length - shown.length };
}

function listOfNumbers(numbers: GgufNumbers): Omit<MetadataRow, 'key' | 'type'> {
  const shown = numbers.length <= MAX_NUMBERS ? numbers.length : SHOWN_ELEMENTS;
  const text = Array.from(numbers.subarray(0, shown), String).join(', ');
  return { count: numbers.length, text, leftOut: numbers.length - shown };
}

function listOfTexts(strings: StringTable): Omit<MetadataRow, 'key' | 'type'> {
  const shown = Math.min(strings.length, SHOWN_ELEMENTS);
  const elements = Array.from({ length: shown }, (_, index) => quoted(strings.bytes(index)));
  return { count: strings.length, text: elements.join(', '), leftOut: strings.length - shown };
}

/** An element may be a megabyte: no more of it is decoded than is shown. */
function quoted(bytes: Uint8Array): string {
  const beginning = new TextDecoder().decode(bytes.subarray(0, MAX_ELEMENT_CHARACTERS * 4));
  return printableText(JSON.stringify(cut(beginning, MAX_ELEMENT_CHARACTERS)));
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most)}…`;
}
