import { type EngineConfig, type StarterOptions } from './engineStarter.ts';
import { type EngineState } from './engineState.ts';
import { type GenerateParams } from './protocol.ts';
import { type RestartPolicy } from './restartPolicy.ts';

/** What a supervisor takes from its surroundings. */
export interface SupervisorOptions extends StarterOptions {
  readonly config: () => EngineConfig;
  readonly onState: (state: EngineState) => void;
  /** Called with the file of each model that was loaded. */
  readonly onModelLoaded?: ((path: string) => void) | undefined;
  readonly restartPolicy?: RestartPolicy | undefined;
}

/** Parameters of a generation with the default model, or with that of another file. */
export interface EngineRequest extends Omit<GenerateParams, 'handle'> {
  readonly modelPath?: string | undefined;
  /** Nobody waits for it: it ends, as if aborted, when somebody waits for another. */
  readonly isAside?: boolean | undefined;
}
