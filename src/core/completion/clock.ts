/** Time as an argument: tests move it by hand. */
export interface Clock {
  /** Milliseconds from an arbitrary start. */
  now(): number;
  /** Resolves after `ms`, or at once when the signal aborts. */
  delay(ms: number, signal: AbortSignal): Promise<void>;
}
