import { allowedAddress } from './allowedAddress.ts';
import { askAuthorised } from './askAuthorised.ts';
import { type ConnectionHost } from './downloadHost.ts';
import { readBody } from './readBody.ts';
import { statusError } from './statusError.ts';
import { type SilenceLimit, unlessSilent } from './unlessSilent.ts';

/** What an address has to say. */
export type FetchedText =
  | { readonly kind: 'text'; readonly text: string; readonly etag: string | undefined }
  /** It is the one whose ETag was given. */
  | { readonly kind: 'unchanged' }
  /** It has at least so many bytes, and was not read to its end. */
  | { readonly kind: 'tooLarge'; readonly bytes: number };

/** A small text to fetch. */
export interface WantedText {
  readonly address: string;
  /** Of a text that is here already. */
  readonly etag?: string | undefined;
  readonly mostBytes: number;
  /** From asking to the last byte. */
  readonly mostMs: number;
}

/**
 * Reads a small text, in one attempt. Rejects with a `DownloadError`, which is `stalled` when the time is over, or with
 * the reason of the signal.
 */
export async function fetchText(wanted: WantedText, host: ConnectionHost): Promise<FetchedText> {
  const asked = allowedAddress(wanted.address, host.plainHosts);
  const { mostMs: silenceMs } = wanted;
  const ended = new AbortController();
  const signal = AbortSignal.any([host.signal, ended.signal]);
  try {
    const work = readText(asked, wanted, { ...host, signal, silenceMs });
    return await unlessSilent(work, asked.host, { ...host, silenceMs });
  } finally {
    ended.abort(); // Whatever still comes is not read.
  }
}

async function readText(
  asked: URL,
  { etag, mostBytes }: WantedText,
  host: ConnectionHost & SilenceLimit,
): Promise<FetchedText> {
  const answer = await askAuthorised(asked, etag === undefined ? {} : { 'if-none-match': etag }, host);
  const { status, headers } = answer.response;
  if (status === 304 && etag !== undefined) {
    return { kind: 'unchanged' };
  }
  if (status !== 200) {
    throw statusError(answer, asked);
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of readBody(answer.response, answer.host, host)) {
    bytes += chunk.length;
    // What was compressed on its way counts with its own size.
    if (bytes > mostBytes) {
      return { kind: 'tooLarge', bytes };
    }
    chunks.push(chunk);
  }
  return {
    kind: 'text',
    text: Buffer.concat(chunks).toString('utf8'),
    etag: headers.get('etag') ?? undefined,
  };
}
