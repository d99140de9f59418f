import { type DownloadHost } from './downloadHost.ts';
import { TransferRate } from './transferRate.ts';

/** More often nobody reads it. */
const SHORTEST_MS = 100;

/** Tells how far a download is, now and then. */
export class ProgressReport {
  readonly #rate: TransferRate;
  #toldAt = -Infinity;

  constructor(private readonly host: Pick<DownloadHost, 'clock' | 'onProgress'>) {
    this.#rate = new TransferRate(host.clock.now());
  }

  /** `bytes` more have come. */
  note(bytes: number): void {
    this.#rate.note(bytes, this.host.clock.now());
  }

  /** `now`: even if it was told a moment ago. */
  tell(bytes: number, total: number | undefined, when: 'soon' | 'now' = 'soon'): void {
    const now = this.host.clock.now();
    if (when === 'now' || now - this.#toldAt >= SHORTEST_MS) {
      this.#toldAt = now;
      this.host.onProgress?.({
        kind: 'fetching',
        bytes,
        total,
        bytesPerSecond: this.#rate.bytesPerSecond,
        secondsLeft: total === undefined ? undefined : this.#rate.secondsFor(total - bytes),
      });
    }
  }
}
