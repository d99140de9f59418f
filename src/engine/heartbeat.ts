import { type PingResult } from './protocol.ts';

const INTERVAL_MS = 3_000;
/** Counted in beats, not in time: a laptop that slept has missed none. */
const MAX_MISSED_BEATS = 4;
/** A chunk of prefill takes 0.1 s and a token less; the first touch of a large model on a slow disk takes longest. */
const MAX_STALLED_MS = 60_000;
const MAX_STALLED_BEATS = 2;

/** Asks the engine again and again whether it lives and moves, and reports once when it does not. */
export class Heartbeat {
  readonly #timer: NodeJS.Timeout;
  #missed = 0;
  #stalled = 0;
  #waiting = false;

  constructor(
    private readonly ping: () => Promise<PingResult>,
    private readonly onPing: (ping: PingResult) => void,
    private readonly onHang: (reason: string) => void,
    intervalMs = INTERVAL_MS,
  ) {
    this.#timer = setInterval(() => {
      this.#beat();
    }, intervalMs);
    this.#timer.unref();
  }

  dispose(): void {
    clearInterval(this.#timer);
  }

  #beat(): void {
    if (this.#waiting) {
      this.#missed++;
      if (this.#missed >= MAX_MISSED_BEATS) {
        this.#report('The engine no longer answers its heartbeat.');
      }
      return;
    }
    this.#waiting = true;
    this.ping().then(
      (result) => {
        this.#waiting = false;
        this.#missed = 0;
        this.onPing(result);
        this.#stalled = (result.stalledMs ?? 0) > MAX_STALLED_MS ? this.#stalled + 1 : 0;
        if (this.#stalled >= MAX_STALLED_BEATS) {
          this.#report('The engine answers, but its work no longer moves.');
        }
      },
      () => {
        // The process ended; whoever waits for its exit knows.
        this.dispose();
      },
    );
  }

  #report(reason: string): void {
    this.dispose();
    this.onHang(reason);
  }
}
