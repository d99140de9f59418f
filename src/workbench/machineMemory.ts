import os from 'node:os';
import { type EngineState } from '../engine/engineState.ts';
import { type Machine } from '../models/fit/fitOf.ts';

/** The memory there is for models now: the machine’s, and that of the GPU which the engine runs on, as it last told. */
export function machineMemory(state: EngineState): Machine {
  const memory = { total: os.totalmem(), free: os.freemem() };
  const device = state.kind === 'ready' ? state.engine.ping?.deviceMemory : undefined;
  return device === undefined ? { memory } : { memory, device };
}
