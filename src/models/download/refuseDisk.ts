import { DownloadError } from './downloadError.ts';

const FULL: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT']);
const FORBIDDEN: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS']);

/** Makes the system's error of a file that can't be written one for the user. */
export function refuseDisk(folder: string): (error: NodeJS.ErrnoException) => never {
  return (error) => {
    const reason = error.code ?? error.message;
    if (FULL.has(reason)) {
      throw new DownloadError('diskFull', { folder });
    }
    throw new DownloadError(FORBIDDEN.has(reason) ? 'readOnly' : 'diskFailed', { folder, reason });
  };
}
