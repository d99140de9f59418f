import { type EngineState } from '../engine/engineState.ts';
import { type Exclusion } from '../provider/exclusion.ts';

/** What the status bar item shows at one moment. */
export interface StatusInput {
  readonly engine: EngineState;
  readonly generating: boolean;
  /** Why the active document gets no completions. */
  readonly exclusion: Exclusion | undefined;
  /** Whether the user has chosen a model file. */
  readonly usesOwnModel: boolean;
}

/** The six looks of the status bar item. */
export type StatusLook = 'loading' | 'ready' | 'generating' | 'paused' | 'off' | 'failed';

/** Which of its looks the item has: switched off, else a failure, else what concerns this file, else the engine. */
export function statusLook({ engine, generating, exclusion }: StatusInput): StatusLook {
  if (exclusion?.kind === 'switchedOff') {
    return 'off';
  }
  if (engine.kind === 'failed') {
    return 'failed';
  }
  if (exclusion !== undefined) {
    return 'off';
  }
  switch (engine.kind) {
    case 'starting':
    case 'loading':
    case 'restarting':
      return 'loading';
    case 'ready':
      return generating ? 'generating' : 'ready';
    case 'resting':
      return 'paused';
  }
}
