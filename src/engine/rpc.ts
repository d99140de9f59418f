import {
  CancellationTokenSource,
  ErrorCodes,
  ProgressType,
  ResponseError,
  type CancellationToken,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { EngineError, toEngineError, type EngineErrorCode, type ErrorDetail } from './engineError.ts';
import { type EngineMethod, type EngineMethods } from './protocol.ts';

/** JSON-RPC reserves -32000 to -32099 for servers; what matters travels in the error's data. */
const SERVER_ERROR = -32000;

/** How the RPC library rejects what was pending when the connection ended. */
const CONNECTION_ENDED: ReadonlySet<number> = new Set([
  ErrorCodes.PendingResponseRejected,
  ErrorCodes.ConnectionInactive,
]);

const CHUNK = new ProgressType<unknown>();

/** What crosses for every request: the parameters, and the number its chunks carry. */
interface Envelope {
  readonly params: unknown;
  readonly stream: number;
}

interface WireError {
  readonly code: EngineErrorCode;
  readonly detail: ErrorDetail;
}

let lastStream = 0;

export interface RequestOptions<M extends EngineMethod> {
  /** Aborting asks the engine to stop; the request then settles with what the engine answers. */
  readonly signal?: AbortSignal | undefined;
  readonly onChunk?: ((chunk: EngineMethods[M]['chunk']) => void) | undefined;
}

/** Sends a typed request and streams its chunks; every failure is an EngineError. */
export async function sendRequest<M extends EngineMethod>(
  connection: MessageConnection,
  method: M,
  params: EngineMethods[M]['params'],
  options: RequestOptions<M> = {},
): Promise<EngineMethods[M]['result']> {
  const { signal, onChunk } = options;
  const stream = ++lastStream;
  const cancellation = new CancellationTokenSource();
  const onAbort = (): void => {
    cancellation.cancel();
  };
  const listener =
    onChunk === undefined
      ? undefined
      : connection.onProgress(CHUNK, stream, (chunk) => {
          onChunk(chunk as EngineMethods[M]['chunk']);
        });
  signal?.addEventListener('abort', onAbort, { once: true });
  if (signal?.aborted === true) {
    onAbort();
  }
  try {
    const envelope: Envelope = { params, stream };
    return await connection.sendRequest<EngineMethods[M]['result']>(method, envelope, cancellation.token);
  } catch (error) {
    throw fromWire(error);
  } finally {
    signal?.removeEventListener('abort', onAbort);
    listener?.dispose();
    cancellation.dispose();
  }
}

/** Answers one method: `handler` gets unchecked parameters, a signal and a way to stream. */
export function serveMethod<M extends EngineMethod>(
  connection: MessageConnection,
  method: M,
  handler: (
    params: unknown,
    signal: AbortSignal,
    send: (chunk: EngineMethods[M]['chunk']) => void,
  ) => Promise<EngineMethods[M]['result']>,
): void {
  connection.onRequest(method, async (envelope: unknown, token: CancellationToken) => {
    const { params, stream } = (envelope ?? {}) as Partial<Envelope>;
    const abort = new AbortController();
    const cancel = (): void => {
      abort.abort(new EngineError('cancelled', 'The caller cancelled.'));
    };
    const listener = token.onCancellationRequested(cancel);
    if (token.isCancellationRequested) {
      // Cancelled while it waited to be dispatched: the event for that comes too late for a short prefill.
      cancel();
    }
    try {
      return await handler(params, abort.signal, (chunk) => {
        // A chunk that can't be sent means that the other end is gone, and with it this process soon.
        connection.sendProgress(CHUNK, stream ?? 0, chunk).catch(() => undefined);
      });
    } catch (error) {
      return toWire(toEngineError(error, 'engineCrashed'));
    } finally {
      listener.dispose();
    }
  });
}

function toWire(error: EngineError): ResponseError<WireError> {
  return new ResponseError(SERVER_ERROR, error.message, { code: error.code, detail: error.detail });
}

function fromWire(error: unknown): EngineError {
  if (error instanceof ResponseError && error.code === SERVER_ERROR) {
    const { code, detail } = error.data as WireError;
    return new EngineError(code, error.message, detail);
  }
  if (error instanceof ResponseError && !CONNECTION_ENDED.has(error.code)) {
    // An answer all the same, of the RPC library itself: the engine does not know the method, for instance.
    return new EngineError('invalidParams', error.message);
  }
  // Everything else means that the connection ended under the request.
  return toEngineError(error, 'engineStopped');
}
