import assert from 'node:assert/strict';
import { RestartPolicy } from '../../../src/engine/restartPolicy.ts';

describe('RestartPolicy', () => {
  it('waits longer after each crash and then gives up', () => {
    const policy = new RestartPolicy();
    assert.deepEqual(
      Array.from({ length: 6 }, () => policy.crashed()),
      [
        { kind: 'restart', delayMs: 100 },
        { kind: 'restart', delayMs: 400 },
        { kind: 'restart', delayMs: 1600 },
        { kind: 'restart', delayMs: 6400 },
        { kind: 'restart', delayMs: 10_000 },
        { kind: 'giveUp', crashes: 6 },
      ],
    );
  });

  it('starts over after one finished request', () => {
    const policy = new RestartPolicy();
    for (let crash = 0; crash < 5; crash++) {
      policy.crashed();
    }
    policy.reset();
    assert.deepEqual(policy.crashed(), { kind: 'restart', delayMs: 100 });
  });
});
