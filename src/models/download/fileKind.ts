import { DownloadError } from './downloadError.ts';

/** What a file has to be, by its first bytes. */
export type FileKind = 'gguf' | 'safetensors' | 'json';

/** As many as the longest of the tests below looks at. */
export const FIRST_BYTES = 64;

const BEGINS_WITH: Readonly<Record<FileKind, (first: Buffer) => boolean>> = {
  gguf: (first) => first.toString('latin1', 0, 4) === 'GGUF',
  json: (first) => /^\s*[{[]/u.test(first.toString('latin1')),
  // The length of a header in eight bytes, and the header, which is JSON.
  safetensors: (first) => first.length > 8 && first[8] === 0x7b && first.readBigUInt64LE(0) < 2n ** 32n,
};

/** What servers answer instead; terse notes that are not translated. */
const OTHERS: readonly (readonly [RegExp, string])[] = [
  [/^\s*<(?:!doctype\s+html|html)/iu, 'a web page (HTML)'],
  [/^\s*<\?xml|^\s*<error/iu, 'a message in XML'],
  [/^version https:\/\/git-lfs/u, 'a pointer of Git LFS'],
  [/^\s*[{[]/u, 'JSON'],
  [/^PK/u, 'a ZIP archive'],
  [/^GGUF/u, 'a GGUF file'],
];

/** Throws `notTheKind` for what is something else. `first`: the file's first bytes, fewer only where it has no more. */
export function refuseOtherKind(first: Buffer, kind: FileKind): void {
  if (!BEGINS_WITH[kind](first)) {
    const text = first.toString('latin1');
    const found = OTHERS.find(([begin]) => begin.test(text))?.[1] ?? 'something else';
    throw new DownloadError('notTheKind', { found: first.length === 0 ? 'nothing' : found, kind });
  }
}
