import { type Clock } from '../../core/completion/clock.ts';
import { DownloadError } from './downloadError.ts';

/** How long a server may be silent, and who measures it. */
export interface SilenceLimit {
  readonly clock: Clock;
  readonly silenceMs: number;
}

/** Settles as `work` does, or rejects with `stalled` when that takes too long; `work` itself goes on. */
export async function unlessSilent<T>(work: Promise<T>, host: string, limit: SilenceLimit): Promise<T> {
  const over = new AbortController();
  const silence = limit.clock.delay(limit.silenceMs, over.signal).then((): never => {
    throw new DownloadError('stalled', { host, seconds: Math.ceil(limit.silenceMs / 1000) });
  });
  try {
    return await Promise.race([work, silence]);
  } finally {
    over.abort();
  }
}
