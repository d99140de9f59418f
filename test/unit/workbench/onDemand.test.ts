import assert from 'node:assert/strict';
import { OnDemand } from '../../../src/workbench/onDemand.ts';

/** Counts what is built of it and how often it was ended. */
class Part {
  disposals = 0;

  dispose(): void {
    this.disposals++;
  }
}

describe('a part that is built on demand', () => {
  it('is built by its first use, once', async () => {
    let builds = 0;
    const part = new OnDemand(() => {
      builds++;
      return Promise.resolve(new Part());
    });
    assert.equal(part.built, undefined);
    assert.equal(builds, 0);
    const [first, second] = await Promise.all([part.get(), part.get()]);
    assert.equal(first, second);
    assert.equal(part.built, first);
    assert.equal(builds, 1);
  });

  it('is tried again where it could not be built', async () => {
    const results = [Promise.reject(new Error('no file')), Promise.resolve(new Part())];
    const part = new OnDemand(() => results.shift() ?? Promise.reject(new Error('asked too often')));
    await assert.rejects(part.get(), /no file/u);
    assert.equal(part.built, undefined);
    assert.ok((await part.get()) instanceof Part);
  });

  it('ends with its owner, even where it was still being built', async () => {
    const built = new OnDemand(() => Promise.resolve(new Part()));
    const part = await built.get();
    built.dispose();
    assert.equal(part.disposals, 1);

    const late = new OnDemand(() => Promise.resolve(new Part()));
    const building = late.get();
    late.dispose();
    assert.equal((await building).disposals, 1);
  });

  it('is not built in order to be ended', () => {
    let builds = 0;
    const part = new OnDemand(() => {
      builds++;
      return Promise.resolve(new Part());
    });
    part.dispose();
    assert.equal(builds, 0);
  });
});
