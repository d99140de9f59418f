import { type Session } from '../../test/e2e/support/session.ts';
import { listProcessTree, type ProcessInfo } from '../host/processTree.ts';
import { engines, extensionHosts } from './benchSession.ts';

const BROWSER_FLAG = '--disable-quic';

/** Who uses a processor while somebody types. */
export interface CpuUse {
  readonly engine: number;
  readonly extensionHost: number;
  readonly browser: number;
}

/** Begins to count; the function returned tells the seconds on a processor for each minute since. */
export function countCpu(session: Session): () => CpuUse {
  const startedAt = performance.now();
  const before = read(session);
  return () => {
    const after = read(session);
    const minutes = (performance.now() - startedAt) / 60_000;
    const rate = (of: keyof typeof after): number => cpuSpent(before[of], after[of]) / minutes;
    return { engine: rate('engine'), extensionHost: rate('extensionHost'), browser: rate('browser') };
  };
}

/** Seconds on a processor between two lists. What began in between counts whole; what ended is lost. */
export function cpuSpent(before: readonly ProcessInfo[], after: readonly ProcessInfo[]): number {
  const earlier = new Map(before.map(({ pid, cpuSeconds }) => [pid, cpuSeconds]));
  return after.reduce((sum, { pid, cpuSeconds }) => sum + cpuSeconds - (earlier.get(pid) ?? 0), 0);
}

function read(session: Session): Readonly<Record<keyof CpuUse, readonly ProcessInfo[]>> {
  return {
    engine: engines(session),
    extensionHost: extensionHosts(session),
    browser: browserProcesses(),
  };
}

/** The browsers that this program started, with all that they started. */
function browserProcesses(): readonly ProcessInfo[] {
  const own = listProcessTree(process.pid);
  const browsers = own.filter(
    ({ parent, commandLine }) => parent === process.pid && commandLine.includes(BROWSER_FLAG),
  );
  return browsers.flatMap(({ pid }) => listProcessTree(pid));
}
