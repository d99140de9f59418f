import assert from 'node:assert/strict';
import { TransferRate } from '../../../../src/models/download/transferRate.ts';

describe('TransferRate', () => {
  it('says nothing before there is something to say', () => {
    const rate = new TransferRate(0);
    rate.note(1000, 100);
    assert.deepEqual([rate.bytesPerSecond, rate.secondsFor(1)], [0, undefined]);
  });

  it('is what came in a second', () => {
    const rate = new TransferRate(0);
    rate.note(400, 100);
    rate.note(600, 500);
    assert.equal(rate.bytesPerSecond, 2000);
    assert.equal(rate.secondsFor(5000), 3);
  });

  it('follows a change slowly, and all the way', () => {
    const rate = new TransferRate(0);
    rate.note(1000, 1000);
    rate.note(2000, 2000);
    assert.ok(rate.bytesPerSecond > 1000 && rate.bytesPerSecond < 1500, `${rate.bytesPerSecond}`);
    for (let second = 3; second < 40; second++) {
      rate.note(2000, second * 1000);
    }
    assert.equal(Math.round(rate.bytesPerSecond), 2000);
  });
});
