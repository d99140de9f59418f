/** What went wrong, as the user's next step differs by it. */
export type EngineErrorCode =
  | 'modelRejected'
  | 'modelLoadFailed'
  | 'adapterRejected'
  | 'noSuchModel'
  | 'noFillInTheMiddle'
  | 'promptTooLong'
  | 'outOfMemory'
  | 'backendFailed'
  | 'invalidParams'
  | 'protocolMismatch'
  | 'superseded'
  | 'cancelled'
  | 'engineStopped'
  | 'engineCrashed'
  | 'engineHung'
  | 'gaveUp'
  | 'unsupportedHost';

/** Named values that complete an error's sentence, such as the code of a rejected model file. */
export type ErrorDetail = Readonly<Record<string, string | number>>;

/** The one error type that leaves the engine layer; `message` is English and meant for the log. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly code: EngineErrorCode;
  readonly detail: ErrorDetail;

  constructor(code: EngineErrorCode, message: string, detail: ErrorDetail = {}) {
    super(message);
    this.code = code;
    this.detail = detail;
  }
}

/** Turns whatever was thrown into an EngineError, keeping one that is one already. */
export function toEngineError(error: unknown, code: EngineErrorCode): EngineError {
  if (error instanceof EngineError) {
    return error;
  }
  return new EngineError(code, error instanceof Error ? error.message : String(error));
}
