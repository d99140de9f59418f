import { fillSentence } from '../modelFileError.ts';

/** What hinders a download and what to do next; `{name}` stands for the entry of the error's `detail` with that name. */
export const DOWNLOAD_SENTENCES = {
  badAddress:
    'This address can’t be fetched: {address}. It has to begin with https:// and hold no name and no password.',
  badName: 'The name “{name}” can’t be given to a file here. Choose another name.',
  exists:
    'There is a file {path} already. Choose it with “Choose a Model File…”, or move it away and download again.',
  busy: '{name} is being downloaded already, here or in another window. Wait until that has ended.',
  insecureRedirect:
    '{host} leads on to {target}, which is not followed: it is not https. Choose another source.',
  redirectLoop:
    '{host} leads from address to address and never to a file. Check the address, or choose another source.',
  unreachable:
    '{host} can’t be reached ({reason}). Check the connection and VS Code’s proxy settings, then start the download again: it goes on where it ended.',
  untrusted:
    'The certificate of {host} is not trusted ({reason}). If your network looks into connections, add its certificate to your system’s, then start the download again.',
  stalled:
    '{host} has sent nothing for {seconds} s, again and again. Start the download again later: it goes on where it ended.',
  brokenOff:
    'The connection to {host} breaks again and again ({reason}). Start the download again later: it goes on where it ended.',
  serverFailed:
    '{host} has trouble (HTTP {status}). Start the download again later: it goes on where it ended.',
  tooManyRequests:
    '{host} allows no more downloads for now (HTTP {status}). Start the download again in {minutes} min: it goes on where it ended.',
  gated:
    'Whoever publishes this file wants its terms accepted first (HTTP {status}). Open {page} in a browser, sign in and accept them; then enter an access token of yours here, or download the file there and choose it with “Choose a Model File…”.',
  forbidden:
    '{host} does not give this file to everyone (HTTP {status}): it is private, or not there. Check the address, enter an access token of yours, or download it in a browser and choose it with “Choose a Model File…”.',
  tokenRefused:
    '{host} does not accept the access token that is kept for it (HTTP {status}). Enter another one, or forget it with “Forget an Access Token…”.',
  notFound: 'There is no file at {address} (HTTP {status}). Check the address, or choose another source.',
  badAnswer:
    '{host} gives an answer that is no file (HTTP {status}). Check the address, or choose another source.',
  notTheKind:
    'The address leads to {found}, not to a file of the kind “{kind}”. Check it: it has to lead to the file itself.',
  wrongSize:
    'The file has {actual} bytes, but it has to have {expected}. It is another file, or it was changed: choose another source.',
  wrongHash:
    'The file is not the one that was asked for: its SHA-256 is {actual}, but it has to be {expected}. It was removed. Fetch it again, or choose another source.',
  noSpace:
    'The file needs {needed} MB more and the disk has {free} MB free. Make room, then start the download again: it goes on where it ended.',
  diskFull:
    'The disk of {folder} is full. Make room, then start the download again: it goes on where it ended.',
  readOnly:
    'Nothing may be written to {folder} ({reason}). Change its permissions, or choose another folder.',
  diskFailed:
    'The file can’t be written to {folder} ({reason}). Check the disk, then start the download again: it goes on where it ended.',
} as const;

/** Names one way in which a download fails; the host translates by it. */
export type DownloadErrorCode = keyof typeof DOWNLOAD_SENTENCES;

/** What may be gone at the next attempt. */
const TRANSIENT: ReadonlySet<DownloadErrorCode> = new Set([
  'unreachable',
  'stalled',
  'brokenOff',
  'serverFailed',
  'tooManyRequests',
]);

/** What the user can change, so that the download goes on. */
const MENDABLE: ReadonlySet<DownloadErrorCode> = new Set(['untrusted', 'noSpace', 'diskFull', 'diskFailed']);

/** What says that the bytes that are here are of no use. */
const SPOILING: ReadonlySet<DownloadErrorCode> = new Set(['notTheKind', 'wrongSize', 'wrongHash']);

/** A file that was not fetched; the message is for the user, code and detail for hosts. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError';

  /** `retryAfterMs`: what the server asks to wait, where it does. */
  constructor(
    readonly code: DownloadErrorCode,
    readonly detail: Readonly<Record<string, string | number>> = {},
    readonly retryAfterMs?: number,
  ) {
    super(fillSentence(DOWNLOAD_SENTENCES[code], detail));
  }

  /** Whether another attempt may succeed. */
  get isTransient(): boolean {
    return TRANSIENT.has(this.code);
  }

  /** Whether the same download may go on where it ended. */
  get isResumable(): boolean {
    return this.isTransient || MENDABLE.has(this.code);
  }

  /** Whether what was fetched can't become the file. */
  get spoilsPart(): boolean {
    return SPOILING.has(this.code);
  }
}
