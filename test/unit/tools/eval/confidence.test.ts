import assert from 'node:assert/strict';
import { calibrationError, rocArea } from '../../../../tools/eval/confidence.ts';

const judged = (...pairs: (readonly [number, boolean])[]): { confidence: number; isRight: boolean }[] =>
  pairs.map(([confidence, isRight]) => ({ confidence, isRight }));

describe('rocArea', () => {
  it('is 1 when every right case is surer than every wrong one, and 0 when it is the other way round', () => {
    assert.equal(rocArea(judged([0.9, true], [0.8, true], [0.3, false])), 1);
    assert.equal(rocArea(judged([0.9, false], [0.8, false], [0.3, true])), 0);
  });

  it('counts a tie half', () => {
    assert.equal(rocArea(judged([0.5, true], [0.5, false])), 0.5);
    // Of the four pairs three are in order and one is a tie.
    assert.equal(rocArea(judged([0.9, true], [0.5, true], [0.5, false], [0.1, false])), 3.5 / 4);
  });

  it('is nothing where all are right', () => {
    assert.ok(Number.isNaN(rocArea(judged([0.9, true]))));
  });
});

describe('calibrationError', () => {
  it('is the distance of confidence from precision, weighed by the cases', () => {
    const cases = judged([0.95, true], [0.95, true], [0.25, false], [0.25, true]);
    assert.ok(Math.abs(calibrationError(cases) - (0.05 / 2 + 0.25 / 2)) < 1e-9);
  });

  it('is 0 for a model that knows how sure it may be', () => {
    assert.equal(calibrationError(judged([1, true], [0, false])), 0);
  });
});
