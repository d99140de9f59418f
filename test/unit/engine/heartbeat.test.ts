import assert from 'node:assert/strict';
import { Heartbeat } from '../../../src/engine/heartbeat.ts';
import { type PingResult } from '../../../src/engine/protocol.ts';

/** Short enough to be quick; nothing depends on how long a beat takes. */
const BEAT_MS = 1;

describe('Heartbeat', () => {
  /** Resolves with the reason for which an engine that answers so is reported. */
  const reported = (ping: () => Promise<PingResult>): Promise<string> =>
    new Promise((resolve) => {
      new Heartbeat(ping, () => undefined, resolve, BEAT_MS);
    });

  it('reports an engine that does not answer', async () => {
    const reason = await reported(() => new Promise<never>(() => undefined));
    assert.match(reason, /no longer answers/u);
  });

  it('reports an engine that answers and whose work no longer moves', async () => {
    let pings = 0;
    const reason = await reported(() => {
      pings++;
      return Promise.resolve({ residentBytes: 1, threads: 1, stalledMs: 61_000 });
    });
    assert.match(reason, /no longer moves/u);
    assert.ok(pings >= 2, 'once may be a pause of the machine');
  });

  it('goes on while the work moves or there is none, and ends with the process', async () => {
    const stalls = [61_000, 0, 61_000, undefined];
    const seen: (number | undefined)[] = [];
    let isReported = false;
    await new Promise<void>((resolve) => {
      new Heartbeat(
        () => {
          if (stalls.length === 0) {
            resolve();
            return Promise.reject(new Error('the process ended'));
          }
          const stalledMs = stalls.shift();
          return Promise.resolve({
            residentBytes: 1,
            threads: 1,
            ...(stalledMs === undefined ? {} : { stalledMs }),
          });
        },
        ({ stalledMs }) => {
          seen.push(stalledMs);
        },
        () => {
          isReported = true;
        },
        BEAT_MS,
      );
    });
    assert.deepEqual(seen, [61_000, 0, 61_000, undefined]);
    assert.equal(isReported, false);
  });
});
