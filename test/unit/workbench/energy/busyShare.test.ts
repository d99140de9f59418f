import assert from 'node:assert/strict';
import { BusyShare } from '../../../../src/workbench/energy/busyShare.ts';

describe('the share of the processors that is busy', () => {
  const times = { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 };
  let readings = 0;
  const share = new BusyShare(() => {
    readings++;
    return [{ times: { ...times } }, { times: { ...times } }];
  });

  it('is that since it was asked for before, and nothing at first', () => {
    assert.equal(share.at(0), 0);
    times.user = 6000;
    times.sys = 1500;
    times.idle = 2500;
    assert.equal(share.at(30_000), 0.75);
  });

  it('is read no more than once in half a minute', () => {
    assert.equal(readings, 2);
    times.user += 10_000;
    assert.equal(share.at(59_000), 0.75);
    assert.equal(readings, 2);
    assert.equal(share.at(60_000), 1);
  });

  it('says nothing of a time that is long over, nor where nothing was counted', () => {
    times.user += 500_000;
    assert.equal(share.at(600_000), 0);
    assert.equal(share.at(640_000), 0);
    times.idle += 20_000;
    assert.equal(share.at(680_000), 0);
    times.user += 20_000;
    assert.equal(share.at(720_000), 1);
  });
});
