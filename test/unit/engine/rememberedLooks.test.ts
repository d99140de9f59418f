import assert from 'node:assert/strict';
import { RememberedLooks } from '../../../src/engine/worker/rememberedLooks.ts';

const candidates = [{ token: 7, probability: 0.5 }];

describe('RememberedLooks', () => {
  it('knows what followed these tokens, and no others', () => {
    const looks = new RememberedLooks();
    looks.keep([1, 2, 3], candidates);
    assert.equal(looks.after([1, 2, 3]), candidates);
    for (const tokens of [[1, 2], [1, 2, 4], [0, 2, 3], [1, 2, 3, 4], []]) {
      assert.equal(looks.after(tokens), undefined);
    }
  });

  it('forgets first what nobody has asked for longest', () => {
    const looks = new RememberedLooks();
    for (let token = 0; token < 64; token++) {
      looks.keep([token], candidates);
    }
    looks.after([0]);
    looks.keep([64], candidates);
    assert.equal(looks.after([0]), candidates);
    assert.equal(looks.after([1]), undefined);
    assert.equal(looks.after([64]), candidates);
  });
});
