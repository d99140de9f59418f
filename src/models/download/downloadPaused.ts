/**
 * As the reason of a download's signal it keeps what was fetched, for the next time; any other reason cancels, and
 * removes it.
 */
export class DownloadPaused extends Error {
  override readonly name = 'AbortError';

  constructor() {
    super('The download was paused.');
  }
}
