import assert from 'node:assert/strict';
import { decodeFigures, type Decoding } from '../../../tools/bench/decodeFigures.ts';

const DECODING: Decoding = { speeds: [100, 150, 200], readBytes: 50e6, isUndisturbed: true };

describe('decoding against the memory’s bandwidth', () => {
  it('is the share of it that reading the weights takes, run by run', () => {
    const [, bandwidth, share] = decodeFigures(DECODING, 20e9);
    assert.equal(bandwidth?.median, 20);
    assert.deepEqual([share?.median, share?.max], [37.5, 50]);
  });

  it('has a speed but no share where the machine was too busy to find its bandwidth', () => {
    const [decode, share, ...more] = decodeFigures(DECODING, undefined);
    assert.deepEqual([decode?.median, share?.count, more], [150, 0, []]);
    assert.match(share?.note ?? '', /too busy/u);
  });

  it('says so where others disturbed every run', () => {
    const [decode] = decodeFigures({ ...DECODING, isUndisturbed: false }, 20e9);
    assert.match(decode?.note ?? '', /50\.0 MB of weights, and others disturbed every run/u);
  });
});
