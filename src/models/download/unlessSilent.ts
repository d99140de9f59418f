import { type Clock } from '../../core/completion/clock.ts';
import { DownloadError } from './downloadError.ts';

/** How long a server may be silent, who measures it, and who may end the wait. */
export interface SilenceLimit {
  readonly clock: Clock;
  readonly silenceMs: number;
  readonly signal: AbortSignal;
}

/**
 * Settles as `work` does, or rejects with `stalled` when that takes too long, or with the reason of the signal; `work`
 * itself goes on. The platform's `fetch` can't be left alone with the signal: reading a body whose last byte has come
 * never settles after an abort.
 */
export async function unlessSilent<T>(work: Promise<T>, host: string, limit: SilenceLimit): Promise<T> {
  const { clock, silenceMs, signal } = limit;
  const over = new AbortController();
  const end = (): void => {
    over.abort();
  };
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) {
    end();
  }
  const silence = clock.delay(silenceMs, over.signal).then((): never => {
    signal.throwIfAborted();
    throw new DownloadError('stalled', { host, seconds: Math.ceil(silenceMs / 1000) });
  });
  try {
    return await Promise.race([work, silence]);
  } finally {
    signal.removeEventListener('abort', end);
    end();
  }
}
