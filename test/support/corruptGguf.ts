import { ggufLayout, type Field, type FieldKind, type GgufLayout } from './ggufLayout.ts';
import { seededRandom } from './seededRandom.ts';

/** A damaged copy of a file; `bytes` makes it when asked, so that hundreds of them do not lie in memory. */
export interface Corruption {
  readonly name: string;
  readonly bytes: () => Buffer;
}

interface Damage {
  readonly what: string;
  readonly bytes: () => Buffer;
}

/** What a way of damaging has at hand. */
interface Victim {
  readonly file: Buffer;
  readonly layout: GgufLayout;
  readonly pick: (limit: number) => number;
}

type Way = (victim: Victim) => Damage;

/**
 * Damages an intact GGUF file in `count` ways that people and disks do: flipped bits, impossible numbers, swapped
 * and lost bytes, zeroed blocks, cut-off downloads; in every kind of field and in the data. The same for the same
 * seed.
 */
export function corruptions(original: Buffer, count = 200, seed = 1): Corruption[] {
  const random = seededRandom(seed);
  const pick = (limit: number) => Math.floor(random() * limit);
  const victim: Victim = { file: original, layout: ggufLayout(original), pick };
  return Array.from({ length: count }, (_, index) => {
    const damage = (WAYS[index % WAYS.length] ?? flipData)(victim);
    return { name: `${String(index).padStart(3, '0')} ${damage.what}`, bytes: damage.bytes };
  });
}

const INTEGERS: readonly FieldKind[] = [
  ...(['version', 'tensorCount', 'keyCount', 'keyLength', 'valueType', 'elementType'] as const),
  ...([
    'arrayLength',
    'stringLength',
    'number',
    'nameLength',
    'rank',
    'dimension',
    'tensorType',
    'offset',
  ] as const),
];
const TEXTS: readonly FieldKind[] = ['magic', 'key', 'string', 'name'];
const TABLE: readonly FieldKind[] = ['nameLength', 'name', 'rank', 'dimension', 'tensorType', 'offset'];

function anyField({ layout, pick }: Victim, kinds: readonly FieldKind[]): Field {
  // The kind is drawn first: tokens would crowd out everything else.
  const kind = kinds[pick(kinds.length)];
  const fields = layout.fields.filter((field) => field.kind === kind && field.size > 0);
  return fields[pick(fields.length)] ?? { kind: 'magic', at: 0, size: 4, owner: '' };
}

function edited({ file }: Victim, what: string, edit: (copy: Buffer) => void): Damage {
  return {
    what,
    bytes: () => {
      const copy = Buffer.from(file);
      edit(copy);
      return copy;
    },
  };
}

function flip(victim: Victim, kinds: readonly FieldKind[]): Damage {
  const field = anyField(victim, kinds);
  const at = field.at + victim.pick(field.size);
  const bit = victim.pick(8);
  return edited(victim, `bit ${bit} of byte ${at} flipped: ${field.kind} ${field.owner}`, (copy) => {
    copy.writeUInt8(copy.readUInt8(at) ^ (1 << bit), at);
  });
}

const EXTREMES: readonly ((value: bigint) => bigint)[] = [
  () => 0n,
  () => 1n,
  (value) => value + 1n,
  (value) => value - 1n,
  (value) => value * 2n,
  () => 0x7fff_ffffn,
  () => 0xffff_ffffn,
  () => 0x7fff_ffff_ffff_ffffn,
  () => 0xffff_ffff_ffff_ffffn,
  () => 1_000_000n,
  () => 3n,
];

function setExtreme(victim: Victim, kinds: readonly FieldKind[]): Damage {
  const field = anyField(victim, kinds);
  const size = Math.min(field.size, 8);
  const extreme = EXTREMES[victim.pick(EXTREMES.length)] ?? (() => 0n);
  const old = readInteger(victim.file, field.at, size);
  const value = BigInt.asUintN(size * 8, extreme(old));
  return edited(victim, `${field.kind} ${field.owner} ${old} → ${value}`, (copy) => {
    for (let byte = 0; byte < size; byte += 1) {
      copy.writeUInt8(Number((value >> BigInt(byte * 8)) & 0xffn), field.at + byte);
    }
  });
}

function readInteger(file: Buffer, at: number, size: number): bigint {
  return file.subarray(at, at + size).reduceRight((value, byte) => value * 256n + BigInt(byte), 0n);
}

/** Exchanges two fields of the same kind and size: a table whose rows were mixed up. */
function swapFields(victim: Victim): Damage {
  const first = anyField(victim, [...INTEGERS, 'name', 'key', 'string']);
  const alike = victim.layout.fields.filter(({ kind, size }) => kind === first.kind && size === first.size);
  const second = alike[victim.pick(alike.length)] ?? first;
  return edited(victim, `${first.kind} of ${first.owner} and ${second.owner} exchanged`, (copy) => {
    victim.file.copy(copy, first.at, second.at, second.at + second.size);
    victim.file.copy(copy, second.at, first.at, first.at + first.size);
  });
}

function fill(victim: Victim, [start, end]: readonly [number, number], value: number): Damage {
  const at = start + victim.pick(end - start);
  const size = Math.min(1 + victim.pick(4096), end - at);
  return edited(victim, `${size} bytes from ${at} filled with ${value}`, (copy) => {
    copy.fill(value, at, at + size);
  });
}

function cut(victim: Victim, [start, end]: readonly [number, number]): Damage {
  const size = start + victim.pick(end - start);
  return { what: `cut off after ${size} bytes`, bytes: () => Buffer.from(victim.file.subarray(0, size)) };
}

/** Removes or doubles a few bytes, so that everything behind is displaced. */
function displace(victim: Victim, [start, end]: readonly [number, number]): Damage {
  const { file } = victim;
  const at = start + victim.pick(end - start);
  const size = 1 + victim.pick(16);
  const removes = victim.pick(2) === 0;
  return {
    what: `${size} bytes at ${at} ${removes ? 'lost' : 'doubled'}`,
    bytes: () =>
      Buffer.concat([file.subarray(0, removes ? at : at + size), file.subarray(removes ? at + size : at)]),
  };
}

function flipData(victim: Victim): Damage {
  const { dataStart } = victim.layout;
  const at = dataStart + victim.pick(victim.file.length - dataStart);
  return edited(victim, `random data from ${at}`, (copy) => {
    const random = seededRandom(at);
    for (let byte = at; byte < Math.min(at + 256, copy.length); byte += 1)
      copy.writeUInt8(Math.floor(random() * 256), byte);
  });
}

/** Infinities and not-a-numbers, as F16 scales and F32 weights read them. */
function poisonData(victim: Victim): Damage {
  const { dataStart } = victim.layout;
  const at = dataStart + victim.pick(victim.file.length - dataStart);
  const pattern = Buffer.from(victim.pick(2) === 0 ? '0000c07f' : '007c007c', 'hex');
  return edited(victim, `data from ${at} filled with ${pattern.toString('hex')}`, (copy) => {
    copy.fill(pattern, at, Math.min(at + 65_536, copy.length));
  });
}

const header = ({ layout }: Victim): [number, number] => [0, layout.dataStart];
const data = ({ file, layout }: Victim): [number, number] => [layout.dataStart, file.length];
const table = ({ layout }: Victim): [number, number] => [
  layout.fields.find(({ kind }) => kind === 'nameLength')?.at ?? 0,
  layout.dataStart,
];

const WAYS: readonly Way[] = [
  (victim) => flip(victim, INTEGERS),
  (victim) => flip(victim, TEXTS),
  (victim) => flip(victim, TABLE),
  (victim) => setExtreme(victim, INTEGERS),
  (victim) => setExtreme(victim, ['number', 'arrayLength']),
  (victim) => setExtreme(victim, ['dimension', 'tensorType', 'offset', 'rank']),
  (victim) => setExtreme(victim, ['tensorCount', 'keyCount', 'keyLength', 'stringLength', 'nameLength']),
  (victim) => flip(victim, ['number']),
  (victim) => flip(victim, ['tensorType', 'valueType', 'elementType']),
  swapFields,
  (victim) => fill(victim, header(victim), 0),
  (victim) => fill(victim, header(victim), 0xff),
  (victim) => fill(victim, table(victim), 0),
  (victim) => fill(victim, data(victim), 0xff),
  (victim) => cut(victim, header(victim)),
  (victim) => cut(victim, data(victim)),
  (victim) => displace(victim, header(victim)),
  (victim) => displace(victim, table(victim)),
  flipData,
  poisonData,
];
