import assert from 'node:assert/strict';
import { type Counts, EXPECTATION_BINS, sumOfCounts } from '../../../../src/core/ledger/counts.ts';
import { inForce, type Learnt, learntOf } from '../../../../src/core/ledger/learnt.ts';
import { learntLength } from '../../../../src/core/ledger/learntLength.ts';
import { learntWait } from '../../../../src/core/ledger/learntWait.ts';
import { bound } from '../../../../src/core/ledger/takenShare.ts';
import { AS_SET } from '../../../support/ledgerPage.ts';

/** Hardly any of several lines was taken, and most were typed past. */
const SPEAKING: Partial<Counts> = {
  ...{ multilineOffered: 200, multilineAccepted: 2 },
  ...{ hurriedPast: 150, lookedAt: 50 },
};
/** All of them in the twentieth of which the model is surest. */
const ofTheSurest = (count: number): readonly number[] =>
  Array.from({ length: EXPECTATION_BINS }, (_, bin) => (bin === EXPECTATION_BINS - 1 ? count : 0));

const learnt = (counts: Partial<Counts>, settings = AS_SET): Learnt =>
  learntOf(sumOfCounts([counts]), settings);

describe('the length that a user’s choices speak for', () => {
  const lines = (offered: number, taken: number): ReturnType<typeof learntLength> =>
    learntLength({ multilineOffered: offered, multilineAccepted: taken }, 'balanced');

  it('is one line where hardly any of several lines is taken', () => {
    assert.deepEqual(lines(200, 2), { offered: 200, taken: 2 });
  });

  it('is that of the setting where some are taken, and where little is known', () => {
    assert.deepEqual([lines(0, 0), lines(49, 0), lines(200, 20), lines(200, 200)], Array(4).fill(undefined));
  });
});

describe('the bounds of a share', () => {
  it('lie on both sides of it, and closer the more is known', () => {
    const of = (offered: number, taken: number): readonly number[] =>
      ([-1, 1] as const).map((side) => bound({ offered, taken }, side));
    const [low = NaN, high = NaN] = of(100, 30);
    const [closerLow = NaN, closerHigh = NaN] = of(1000, 300);
    assert.ok(low < closerLow && closerLow < 0.3 && 0.3 < closerHigh && closerHigh < high);
    // Taken now may be what was offered before the first day.
    assert.deepEqual(of(100, 300), of(100, 100));
  });
});

describe('the wait that a user’s keys speak for', () => {
  const wait = (hurriedPast: number, lookedAt: number, settingMs = 75): number | undefined =>
    learntWait({ hurriedPast, lookedAt }, settingMs)?.debounceMs;

  it('is longer where most suggestions come in the midst of typing', () => {
    assert.equal(wait(150, 50), 150);
    assert.deepEqual(learntWait({ hurriedPast: 150, lookedAt: 50 }, 75), {
      ...{ debounceMs: 150, seen: 200, hurriedPast: 150 },
    });
  });

  it('is shorter where hardly any does', () => {
    assert.equal(wait(4, 196), 38);
  });

  it('is that of the setting in between, where little is known, and where none is wanted', () => {
    assert.deepEqual(
      [wait(60, 140), wait(100, 100), wait(40, 9), wait(0, 49), wait(150, 50, 0)],
      Array(5).fill(undefined),
    );
  });
});

describe('what is learnt', () => {
  it('takes the place of the settings', () => {
    const all = learnt(SPEAKING);
    assert.deepEqual(inForce(AS_SET, all), {
      ...{ threshold: AS_SET.threshold, isUnfit: false },
      ...{ debounceMs: 150, multiline: false },
    });
    assert.deepEqual(inForce(AS_SET, {}), {
      ...{ threshold: 0.9, isUnfit: false, debounceMs: 75, multiline: true },
    });
    const threshold = { threshold: 0.5, offered: 100, taken: 60 };
    assert.equal(inForce(AS_SET, { threshold }).threshold, 0.5);
  });

  it('lets the choices move what the model’s own share of right expectations has moved', () => {
    const trusted = { threshold: 0.95, expected: 300, right: 150 };
    assert.equal(inForce(AS_SET, { trusted }).threshold, 0.95);
    const threshold = { threshold: 0.9, offered: 100, taken: 60 };
    assert.equal(inForce(AS_SET, { trusted, threshold }).threshold, 0.9);
    const rows = { expectedByConfidence: ofTheSurest(600), rightByConfidence: ofTheSurest(180) };
    const poor = learnt(rows, { ...AS_SET, eagerness: 'eager', threshold: 0.5 });
    assert.deepEqual([poor.trusted?.threshold, poor.unfit], [0.95, { expected: 600, right: 180 }]);
    assert.equal(inForce(AS_SET, poor).isUnfit, true);
    const learns = { ...AS_SET.learns, threshold: false };
    assert.deepEqual(Object.keys(present(learnt(rows, { ...AS_SET, learns }))), []);
  });

  it('leaves alone what somebody has set', () => {
    const none = { threshold: false, wait: false, length: false };
    assert.deepEqual(Object.keys(present(learnt(SPEAKING))), ['wait', 'oneLine']);
    assert.deepEqual(present(learnt(SPEAKING, { ...AS_SET, learns: none })), {});
    assert.deepEqual(Object.keys(present(learnt(SPEAKING, { ...AS_SET, learns: { ...none, wait: true } }))), [
      'wait',
    ]);
    assert.equal(learnt(SPEAKING, { ...AS_SET, multiline: false }).oneLine, undefined);
  });
});

function present(all: Learnt): Partial<Learnt> {
  return Object.fromEntries(Object.entries(all).filter(([, one]) => one !== undefined));
}
