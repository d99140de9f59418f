import { setTimeout as delay } from 'node:timers/promises';
import { inSession, warmUp } from './benchSession.ts';
import { countCpu } from './cpuUse.ts';
import { waitForIdleEngine } from './engineIdle.ts';
import { type BenchOptions, figure, type Figure } from './figures.ts';

const MINUTES = 5;
const SETTLED_MS = 30_000;

/** What an editor in which nobody types costs, with the engine running: shares of one core, over five minutes. */
export function measureIdle({ progress, repeat = MINUTES }: BenchOptions): Promise<readonly Figure[]> {
  return inSession({}, async (session) => {
    await warmUp(session.driver);
    // What other files say is gathered, and what is read ahead is read.
    await waitForIdleEngine(session, SETTLED_MS);
    progress(`${repeat} minutes`);
    const told = countCpu(session);
    await delay(repeat * 60_000);
    const { engine, extensionHost } = told();
    const share = (secondsPerMinute: number): number => (100 * secondsPerMinute) / 60;
    const note = `${repeat} minutes`;
    return [
      figure('engine, of a core', '%', [share(engine)], note),
      figure('extension host, of a core', '%', [share(extensionHost)], note),
    ];
  });
}
