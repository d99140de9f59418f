import os from 'node:os';
import { isOnBattery } from './powerSource.ts';

/** So long a reading holds: asking the system starts a program on some. */
const READING_MS = 60_000;
/** Of processes that wait for a core, so many to each are a load. */
const BUSY_PER_CORE = 2;

/** What tells whether energy is scarce. */
export interface EnergyReadings {
  readonly isOnBattery: () => Promise<boolean>;
  /** Processes that ran or waited in the last minute, for each core; 0 where the system does not tell. */
  readonly load: () => number;
  /** Milliseconds. */
  readonly now: () => number;
}

const OF_THIS_MACHINE: EnergyReadings = {
  isOnBattery: () => isOnBattery(),
  load: () => (os.loadavg()[0] ?? 0) / os.availableParallelism(),
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
