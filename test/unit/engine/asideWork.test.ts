import assert from 'node:assert/strict';
import { AsideWork } from '../../../src/engine/asideWork.ts';

const never = new AbortController().signal;

/** Work that ends when the test says so. */
class Held {
  signal: AbortSignal | undefined;
  end!: () => void;

  readonly work = (signal: AbortSignal): Promise<void> => {
    this.signal = signal;
    return new Promise((resolve) => {
      this.end = resolve;
    });
  };
}

describe('work aside', () => {
  it('runs while nobody waits, and is told to end as soon as somebody does', async () => {
    const work = new AsideWork();
    const aside = new Held();
    const first = new Held();
    const running = work.run(true, never, aside.work);
    assert.equal(aside.signal?.aborted, false);
    const waited = work.run(false, never, first.work);
    assert.deepEqual([aside.signal.aborted, first.signal?.aborted, work.isWaitedFor], [true, false, true]);
    aside.end();
    first.end();
    await Promise.all([running, waited]);
    assert.equal(work.isWaitedFor, false);
  });

  it('is told to end at its start where somebody waits already', async () => {
    const work = new AsideWork();
    const first = new Held();
    const aside = new Held();
    const waited = work.run(false, never, first.work);
    const running = work.run(true, never, aside.work);
    assert.equal(aside.signal?.aborted, true);
    first.end();
    aside.end();
    await Promise.all([running, waited]);
  });

  it('ends by its own signal, and leaves nothing behind when it throws', async () => {
    const work = new AsideWork();
    const aside = new Held();
    const control = new AbortController();
    const running = work.run(true, control.signal, aside.work);
    control.abort();
    assert.equal(aside.signal?.aborted, true);
    aside.end();
    await running;
    await assert.rejects(
      work.run(false, never, () => Promise.reject(new Error('crashed'))),
      /crashed/u,
    );
    assert.equal(work.isWaitedFor, false);
  });
});
