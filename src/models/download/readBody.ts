import { connectionError } from './connectionError.ts';
import { DownloadError } from './downloadError.ts';
import { type SilenceLimit, unlessSilent } from './unlessSilent.ts';

/**
 * The chunks of a body as they come. Throws `stalled` when none comes for too long, `brokenOff` when the connection
 * ends before the body does, and the reason of `signal`.
 */
export async function* readBody(
  response: Response,
  host: string,
  limit: SilenceLimit,
): AsyncGenerator<Uint8Array> {
  const body = response.body as ReadableStream<Uint8Array> | null;
  const reader = body?.getReader();
  for (;;) {
    let chunk: Uint8Array | undefined;
    try {
      chunk = reader === undefined ? undefined : (await unlessSilent(reader.read(), host, limit)).value;
    } catch (error) {
      limit.signal.throwIfAborted();
      throw error instanceof DownloadError ? error : connectionError(error, host, 'brokenOff');
    }
    if (chunk === undefined) {
      return;
    }
    yield chunk;
  }
}
