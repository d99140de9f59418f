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
  /** How often a model turned out to have less room for a chat than its information had said, which says it now. */
  readonly limitedChats: number;
  /** The newest heartbeat. */
  readonly ping: PingResult | undefined;
}

/** The state once a chat with one of the engine's models, the default one or another, was given less room. */
export function withLimitedChat(state: EngineState, limited: ModelInfo): EngineState {
  if (state.kind !== 'ready') {
    return state;
  }
  const { model, limitedChats } = state.engine;
  const isDefault = model.handle === limited.handle;
  const engine = { ...state.engine, model: isDefault ? limited : model, limitedChats: limitedChats + 1 };
  return { kind: 'ready', engine };
}
