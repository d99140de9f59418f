/** The messages between the page of the benchmark and its host. */

/** From the page. `ready`: its script runs, and shows what the host has. */
export interface BenchmarkPageMessage {
  readonly action: 'ready' | 'copy' | 'cancel';
}

/** To the page. */
export interface BenchmarkHostMessage {
  /** Markup of our own, see markup.ts; it takes the place of the report that is shown. */
  readonly html: string;
  /** What has changed, to be read aloud. */
  readonly status: string;
  readonly isRunning: boolean;
}
