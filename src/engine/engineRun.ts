import { type EngineModels } from './engineModels.ts';
import { type EngineConfig, type StartedEngine } from './engineStarter.ts';

/** A started engine, and whether it has proved itself. */
export interface EngineRun extends StartedEngine {
  readonly config: EngineConfig;
  readonly models: EngineModels;
  hasGenerated: boolean;
  /** Generations under way. */
  active: number;
}
