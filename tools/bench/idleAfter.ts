/** Time on a processor, as read at a moment; both counted from any beginning. */
export interface CpuSample {
  readonly atMs: number;
  readonly cpuSeconds: number;
}

/** So long little must be used. */
const WINDOW_MS = 500;
/** Of one core; what an engine needs to wait is far below it. */
const SHARE = 0.05;

/** The moment from which on less than a twentieth of a core is used for half a second; undefined until then. */
export function idleAfter(samples: readonly CpuSample[]): number | undefined {
  return samples.find((from) => {
    const to = samples.find(({ atMs }) => atMs - from.atMs >= WINDOW_MS);
    return to !== undefined && (to.cpuSeconds - from.cpuSeconds) * 1000 < SHARE * (to.atMs - from.atMs);
  })?.atMs;
}
