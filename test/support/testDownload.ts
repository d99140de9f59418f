import { type DownloadHost, type DownloadProgress } from '../../src/models/download/downloadHost.ts';
import { systemClock } from '../../src/engine/clock.ts';
import { seededRandom } from './seededRandom.ts';

/** What a download said and did. */
export interface TestHost extends DownloadHost {
  readonly lines: string[];
  readonly progress: DownloadProgress[];
  /** Milliseconds that it would have waited between its attempts. */
  readonly waits: number[];
  readonly control: AbortController;
}

/** Runs downloads without their waits between attempts; only the limit of silence is measured by the real clock. */
export function testHost(given: Partial<DownloadHost> = {}): TestHost {
  const lines: string[] = [];
  const waits: number[] = [];
  const progress: DownloadProgress[] = [];
  const control = new AbortController();
  let now = 0;
  const silenceMs = given.silenceMs ?? 60_000;
  return {
    lines,
    waits,
    progress,
    control,
    signal: control.signal,
    clock: {
      // Time flies, so that every chunk is told of.
      now: () => (now += 1000),
      delay: (ms, signal) => {
        if (ms === silenceMs) {
          return systemClock.delay(ms, signal);
        }
        waits.push(ms);
        return Promise.resolve();
      },
    },
    random: () => 0,
    log: (line) => {
      lines.push(line);
    },
    onProgress: (one) => {
      progress.push(one);
    },
    silenceMs,
    ...given,
  };
}

/** Bytes that begin as a GGUF does and are random after that, the same for the same seed. */
export function randomGguf(bytes: number, seed = 1): Buffer {
  const random = seededRandom(seed);
  const content = Buffer.alloc(bytes);
  for (let at = 0; at + 4 <= bytes; at += 4) {
    content.writeUInt32LE(Math.floor(random() * 2 ** 32), at);
  }
  content.write('GGUF', 'latin1');
  return content;
}
