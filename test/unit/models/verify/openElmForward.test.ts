import assert from 'node:assert/strict';
import { miniatureOpenElm } from '../../../support/miniatureOpenElm.ts';
import { openElmLogits, rmsNorm, rotate } from '../../../../src/models/verify/openElmForward.ts';
import { publishedModel } from '../../../support/publishedOpenElm.ts';

describe('the reference forward pass', () => {
  const model = publishedModel(miniatureOpenElm());
  const length = (values: Float64Array) => Math.hypot(...values);

  it('scores every token at every position', async () => {
    const logits = await openElmLogits(model, [1, 2, 3]);
    assert.deepEqual(
      logits.map((scores) => scores.length),
      [280, 280, 280],
    );
    assert.ok(logits.every((scores) => scores.every(Number.isFinite)));
  });

  it('does not look ahead', async () => {
    const [one, other] = [
      await openElmLogits(model, [5, 6, 7, 8]),
      await openElmLogits(model, [5, 6, 7, 200]),
    ];
    assert.deepEqual(one.slice(0, 3), other.slice(0, 3));
    assert.notDeepEqual(one[3], other[3]);
  });

  it('looks back, and minds the order', async () => {
    const last = async (tokens: number[]) => (await openElmLogits(model, tokens)).at(-1);
    assert.notDeepEqual(await last([5, 6, 7]), await last([6, 5, 7]));
  });

  it('normalises to a mean square of one', () => {
    const normed = rmsNorm(Float64Array.of(3, -4, 12, 0), [1, 1, 1, 1], 0);
    assert.ok(Math.abs(length(normed) ** 2 / 4 - 1) < 1e-12);
    assert.deepEqual([...rmsNorm(Float64Array.of(2, 2), [1, 3], 0)], [1, 3]);
  });

  it('turns heads without changing their length, and not at all at the first position', () => {
    const head = Float64Array.of(1, 2, 3, 4);
    assert.deepEqual(rotate(head, 0, 10_000), head);
    assert.ok(Math.abs(length(rotate(head, 9, 10_000)) - length(head)) < 1e-12);
  });

  it('makes attention depend on distance alone', () => {
    const [query, key] = [Float64Array.of(1, -2, 0.5, 3), Float64Array.of(2, 1, -1, 0.5)];
    const score = (at: number, from: number) =>
      rotate(query, at, 100).reduce(
        (sum, value, index) => sum + value * (rotate(key, from, 100)[index] ?? 0),
        0,
      );
    assert.ok(Math.abs(score(7, 3) - score(14, 10)) < 1e-12);
    assert.ok(Math.abs(score(7, 3) - score(7, 4)) > 1e-3);
  });
});
