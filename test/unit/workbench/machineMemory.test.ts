import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { type EngineState, type RunningEngine } from '../../../src/engine/engineState.ts';
import { type DeviceMemory } from '../../../src/engine/protocol.ts';
import { fitOf } from '../../../src/models/fit/fitOf.ts';
import { machineMemory } from '../../../src/workbench/machineMemory.ts';

const ESTIMATE = { weights: 3e9, keyValueCache: 9e8, keyValueTokens: 2048, compute: 1e8, total: 4e9 };
const NEED = { estimate: ESTIMATE, embedding: 0, isComplete: true };

function ready(deviceMemory: DeviceMemory | undefined): EngineState {
  const ping = { residentBytes: 1, threads: 1, ...(deviceMemory === undefined ? {} : { deviceMemory }) };
  // Nothing else of a running engine matters here.
  const engine: Partial<RunningEngine> = { ping };
  return { kind: 'ready', engine: engine as RunningEngine };
}

describe('machineMemory', () => {
  it('is the machine’s own where no GPU told of its memory', () => {
    const resting: EngineState = { kind: 'resting', reason: 'idle' };
    for (const state of [resting, ready(undefined)]) {
      const { memory, device } = machineMemory(state);
      ok(memory.total >= memory.free && memory.free > 0);
      strictEqual(device, undefined);
    }
  });

  it('lets a model that the machine holds be too large for its card', () => {
    const card = { total: 2e9, free: 1.5e9 };
    const machine = machineMemory(ready(card));
    deepStrictEqual(machine.device, card);
    const { fit, limitedBy, pool } = fitOf(NEED, { ...machine, memory: { total: 64e9, free: 60e9 } });
    deepStrictEqual([fit, limitedBy, pool], ['tooLarge', 'device', card]);
  });
});
