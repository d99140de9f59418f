import assert from 'node:assert/strict';
import { DraftGain } from '../../../src/engine/draftGain.ts';

const SPEED = 100;

/** Drafts of so many tokens, all of use, that take so much longer than one token. */
function measured(gain: DraftGain, tokens: number, times: number, count = 40): void {
  for (let draft = 0; draft < count; draft++) {
    gain.note([{ firstToken: 2, tokens, elapsedMs: times * (1000 / SPEED) }], 2 + tokens, SPEED);
  }
}

/** How many of so many requests may draft. */
function allowed(gain: DraftGain, requests: number): number {
  return Array.from({ length: requests }, () => gain.mayDraft()).filter(Boolean).length;
}

describe('DraftGain', () => {
  it('drafts until it has found out', () => {
    const gain = new DraftGain();
    assert.equal(allowed(gain, 100), 100);
    assert.equal(gain.factor, undefined);
    measured(gain, 1, 8, 11);
    assert.equal(gain.factor, undefined);
    measured(gain, 1, 8, 1);
    assert.equal(gain.factor, 1 / 8);
  });

  it('goes on where drafts are faster, and seldom tries where they are not', () => {
    const accelerator = new DraftGain();
    measured(accelerator, 4, 1.25);
    assert.equal(accelerator.factor, 3.2);
    assert.equal(allowed(accelerator, 100), 100);
    const processor = new DraftGain();
    measured(processor, 4, 5);
    assert.equal(allowed(processor, 50), 0);
    assert.equal(allowed(processor, 3), 3, 'until one has drafted');
    measured(processor, 4, 5, 1);
    assert.equal(allowed(processor, 50), 0);
  });

  it('changes its mind as the machine does', () => {
    const gain = new DraftGain();
    measured(gain, 2, 4);
    assert.equal(allowed(gain, 50), 0);
    measured(gain, 4, 1, 30);
    assert.equal(allowed(gain, 100), 100);
  });

  it('is not misled by a draft that the machine slept over', () => {
    const gain = new DraftGain();
    measured(gain, 4, 1000, 1);
    measured(gain, 4, 1.25, 11);
    assert.equal(gain.factor?.toFixed(6), '3.200000');
  });

  it('counts no token that came after the answer was ended', () => {
    const gain = new DraftGain();
    for (let answer = 0; answer < 6; answer++) {
      gain.note(
        [
          { firstToken: 1, tokens: 5, elapsedMs: 10 },
          { firstToken: 6, tokens: 5, elapsedMs: 10 },
        ],
        4,
        SPEED,
      );
    }
    assert.equal(gain.factor?.toFixed(6), '1.500000');
  });

  it('knows nothing while no token was found by itself', () => {
    const gain = new DraftGain();
    for (let draft = 0; draft < 40; draft++) {
      gain.note([{ firstToken: 0, tokens: 5, elapsedMs: 10 }], 5, 0);
    }
    assert.equal(gain.factor, undefined);
    assert.ok(gain.mayDraft());
  });
});
