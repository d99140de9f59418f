import assert from 'node:assert/strict';
import { PrefillPacer } from '../../../src/engine/worker/prefillPacer.ts';

describe('PrefillPacer', () => {
  it('starts with eight tokens, whatever the model', () => {
    assert.equal(new PrefillPacer().chunkTokens, 8);
  });

  it('grows at most fourfold, and never past a batch', () => {
    const pacer = new PrefillPacer();
    const sizes: number[] = [];
    for (let step = 0; step < 6; step++) {
      sizes.push(pacer.chunkTokens);
      pacer.record(pacer.chunkTokens, 0.1);
    }
    assert.deepEqual(sizes, [8, 32, 128, 512, 512, 512]);
  });

  it('settles on chunks of under 100 ms', () => {
    const pacer = new PrefillPacer();
    for (let step = 0; step < 20; step++) {
      const tokens = pacer.chunkTokens;
      pacer.record(tokens, tokens * 4.3); // 231 tokens a second: a 270M model on one thread
    }
    const ms = pacer.chunkTokens * 4.3;
    assert.ok(ms > 40 && ms <= 100, `${ms} ms`);
  });

  it('takes smaller steps where it is told to', () => {
    const pacer = new PrefillPacer(128);
    for (let step = 0; step < 6; step++) {
      pacer.record(pacer.chunkTokens, 0.1);
    }
    assert.equal(pacer.chunkTokens, 128);
  });

  it('takes a slow-down seriously at once', () => {
    const pacer = new PrefillPacer();
    for (let step = 0; step < 10; step++) {
      pacer.record(pacer.chunkTokens, pacer.chunkTokens * 1);
    }
    pacer.record(pacer.chunkTokens, pacer.chunkTokens * 20);
    assert.equal(pacer.chunkTokens, 8);
  });
});
