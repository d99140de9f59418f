import { type SkippedBackend } from './backendLadder.ts';
import { type EngineError } from './engineError.ts';
import { type HelloResult, type ModelInfo, type PingResult } from './protocol.ts';

/** Why no engine process runs although nothing failed. */
export type RestReason = 'notStarted' | 'idle' | 'otherWindow' | 'switchedOff';

/** What the engine is doing, as the status bar shows it. */
export type EngineState =
  | { readonly kind: 'resting'; readonly reason: RestReason }
  | { readonly kind: 'starting' }
  | { readonly kind: 'loading'; readonly fraction: number }
  | { readonly kind: 'ready'; readonly engine: RunningEngine }
  | { readonly kind: 'restarting'; readonly delayMs: number; readonly error: EngineError }
  | { readonly kind: 'failed'; readonly error: EngineError };

/** Facts about an engine that can answer. */
export interface RunningEngine {
  readonly hello: HelloResult;
  readonly model: ModelInfo;
  /** Back ends passed over on the way to this one. */
  readonly skipped: readonly SkippedBackend[];
  /** The newest heartbeat. */
  readonly ping: PingResult | undefined;
}
