import { setTimeout as delay } from 'node:timers/promises';
import { type PingResult } from '../../src/engine/protocol.ts';
import { type Supervisor } from '../../src/engine/supervisor.ts';

const RECHECK_MS = 50;

/**
 * Milliseconds of processor time that a running engine has used, by its next heartbeat: that comes within three seconds,
 * in which an engine that nobody asks uses none to speak of. Throws where it ends meanwhile.
 */
export async function engineCpuMs(supervisor: Supervisor): Promise<number> {
  const before = newestPing(supervisor);
  for (;;) {
    const ping = newestPing(supervisor);
    if (ping !== undefined && ping !== before) {
      return ping.cpuMs ?? NaN;
    }
    await delay(RECHECK_MS);
  }
}

function newestPing({ state }: Supervisor): PingResult | undefined {
  if (state.kind !== 'ready') {
    throw new Error('The engine does not run.');
  }
  return state.engine.ping;
}
