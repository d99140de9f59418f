import assert from 'node:assert/strict';
import { EnergySaver } from '../../../../src/workbench/energy/energySaver.ts';

describe('EnergySaver', () => {
  const state = { battery: false, load: 0, now: 0, reads: 0 };
  const saver = (): EnergySaver =>
    new EnergySaver({
      isOnBattery: () => {
        state.reads++;
        return Promise.resolve(state.battery);
      },
      load: () => state.load,
      now: () => state.now,
    });
  beforeEach(() => {
    Object.assign(state, { battery: false, load: 0, now: 0, reads: 0 });
  });

  it('answers at once, and with what was read behind the answer the next time', async () => {
    state.battery = true;
    const energy = saver();
    assert.equal(energy.isSaving, false);
    await Promise.resolve();
    await Promise.resolve();
    assert.equal(energy.isSaving, true);
  });

  it('reads again only when the last reading is a minute old', async () => {
    const energy = saver();
    for (const now of [0, 1000, 59_000, 61_000]) {
      state.now = now;
      assert.equal(energy.isSaving, false);
      await Promise.resolve();
    }
    assert.equal(state.reads, 2);
  });

  it('saves while more waits than the cores can do', () => {
    const energy = saver();
    state.load = 3;
    assert.equal(energy.isSaving, true);
    state.load = 0.5;
    assert.equal(energy.isSaving, false);
  });
});
