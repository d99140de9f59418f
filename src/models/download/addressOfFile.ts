import path from 'node:path';
import { allowedAddress } from './allowedAddress.ts';
import { DownloadError } from './downloadError.ts';
import { safeFileName } from './safeFileName.ts';

/** Where a file is, and what it is called there. */
export interface AddressedFile {
  readonly address: string;
  readonly host: string;
  readonly name: string;
}

/**
 * What a person has copied, as the address of a GGUF file: a hub's page about a file (`blob`) becomes the file itself
 * (`resolve`). Throws `badAddress` or `badName`.
 */
export function addressOfFile(text: string): AddressedFile {
  const url = allowedAddress(text.trim());
  url.pathname = url.pathname.replace(/^(\/[^/]+\/[^/]+)\/blob\//u, '$1/resolve/');
  url.hash = '';
  const name = safeFileName(decoded(path.posix.basename(url.pathname)));
  if (!/\.gguf$/iu.test(name)) {
    throw new DownloadError('badName', { name });
  }
  return { address: url.href, host: url.host, name };
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
