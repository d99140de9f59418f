import os from 'node:os';
import { BusyShare } from './busyShare.ts';
import { isOnBattery } from './powerSource.ts';

/** So long a reading holds: asking the system starts a program on some. */
const READING_MS = 60_000;
/** Of processes that wait for a core, so many to each are a load. */
const BUSY_PER_CORE = 2;
/** Where the system does not tell of those that wait: a machine without an idle moment in half a minute. */
const BUSY_SHARE = 0.97;

/** What tells whether energy is scarce. */
export interface EnergyReadings {
  readonly isOnBattery: () => Promise<boolean>;
  /** Processes that ran or waited in the last minute, for each core; infinite where all that is known is that no core rested. */
  readonly load: () => number;
  /** Milliseconds. */
  readonly now: () => number;
}

const busyShare = new BusyShare();

const OF_THIS_MACHINE: EnergyReadings = {
  isOnBattery: () => isOnBattery(),
  load:
    process.platform === 'win32'
      ? () => (busyShare.at(performance.now()) > BUSY_SHARE ? Infinity : 0)
      : () => (os.loadavg()[0] ?? 0) / os.availableParallelism(),
  now: () => performance.now(),
};

/**
 * Knows whether the machine runs on its battery or has more to do than it can. It is asked with every key and answers
 * from the last reading; a stale one is renewed behind the answer, so that nothing runs while nobody types.
 */
export class EnergySaver {
  #isOnBattery = false;
  #readAt = -Infinity;

  constructor(private readonly readings: EnergyReadings = OF_THIS_MACHINE) {}

  /** Whether less should be asked of the engine now. */
  get isSaving(): boolean {
    const now = this.readings.now();
    if (now - this.#readAt > READING_MS) {
      this.#readAt = now;
      void this.#read();
    }
    return this.#isOnBattery || this.readings.load() > BUSY_PER_CORE;
  }

  async #read(): Promise<void> {
    this.#isOnBattery = await this.readings.isOnBattery().catch(() => false);
  }
}
