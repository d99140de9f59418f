import { setTimeout as delay } from 'node:timers/promises';
import { type Session } from '../../test/e2e/support/session.ts';
import { readProcess } from '../host/processTree.ts';
import { engines } from './benchSession.ts';
import { idleAfter, type CpuSample } from './idleAfter.ts';

const SAMPLE_MS = 50;
const START_MS = 60_000;

/** Milliseconds until the engine has nothing more to do; undefined where it still has at the timeout. */
export async function waitForIdleEngine(session: Session, timeoutMs: number): Promise<number | undefined> {
  const pids = await enginePids(session);
  const startedAt = performance.now();
  const samples: CpuSample[] = [];
  for (;;) {
    const atMs = performance.now() - startedAt;
    const cpuSeconds = pids.reduce((sum, pid) => sum + (readProcess(pid)?.cpuSeconds ?? 0), 0);
    samples.push({ atMs, cpuSeconds });
    const idle = idleAfter(samples);
    if (idle !== undefined || atMs > timeoutMs) {
      return idle;
    }
    await delay(SAMPLE_MS);
  }
}

/** Throws where no engine runs within a minute. */
async function enginePids(session: Session): Promise<number[]> {
  const deadline = performance.now() + START_MS;
  while (performance.now() < deadline) {
    const found = engines(session);
    if (found.length > 0) {
      return found.map(({ pid }) => pid);
    }
    await delay(SAMPLE_MS);
  }
  throw new Error('No engine was started.');
}
