import { DownloadError } from './downloadError.ts';

/** What some file system gives a meaning: separators, drives and streams, patterns, what can't be seen. */
const SPECIAL = /[/\\:*?"<>|\p{Cc}\p{Cf}\p{Cs}]/u;
/** Windows takes these for devices, whatever follows the dot. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/iu;
/** 255 bytes are the most that common file systems take; the files beside it have longer names. */
const MOST_BYTES = 230;

/** The name, if it is one within a folder on every system; throws `badName`. */
export function safeFileName(name: string): string {
  const isSafe =
    name !== '' &&
    !SPECIAL.test(name) &&
    !DEVICE.test(name) &&
    !/^\.{1,2}$|[. ]$|^ /u.test(name) &&
    Buffer.byteLength(name) <= MOST_BYTES;
  if (!isSafe) {
    throw new DownloadError('badName', { name: name.slice(0, 100) });
  }
  return name;
}
