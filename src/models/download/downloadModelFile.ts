import { checkModelFile, refuseSplitName } from '../checkModelFile.ts';
import { downloadFile, type DownloadedFile } from './downloadFile.ts';
import { type DownloadHost } from './downloadHost.ts';
import { type WantedFile } from './wantedFile.ts';

/**
 * Fetches a GGUF model, which gets its final name only when the engine can use it. Rejects as `downloadFile` does, and
 * with a `ModelFileError`.
 */
export async function downloadModelFile(wanted: WantedFile, host: DownloadHost): Promise<DownloadedFile> {
  // Known before the first byte.
  refuseSplitName(wanted.name);
  return downloadFile(wanted, host, async (part, signal) => {
    await checkModelFile(part, { signal });
  });
}
