import assert from 'node:assert/strict';
import { setMaxListeners } from 'node:events';
import { PriorityLock } from '../../../src/engine/worker/priorityLock.ts';

const never = new AbortController().signal;
setMaxListeners(0, never); // many requests of these tests share it

function openLater(): { opened: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

describe('PriorityLock', () => {
  it('lets a waiting completion in before a chat step that waited longer', async () => {
    const lock = new PriorityLock();
    const order: string[] = [];
    const gate = openLater();
    const first = lock.run('chat', never, () => gate.opened);
    const note = (name: string) => () => Promise.resolve(void order.push(name));
    const chat = lock.run('chat', never, note('chat'));
    const completion = lock.run('completion', never, note('completion'));
    gate.open();
    await Promise.all([first, chat, completion]);
    assert.deepEqual(order, ['completion', 'chat']);
  });

  it('never runs two at once', async () => {
    const lock = new PriorityLock();
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      inside++;
      most = Math.max(most, inside);
      await Promise.resolve();
      inside--;
    };
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => lock.run(index % 2 ? 'chat' : 'completion', never, work)),
    );
    assert.equal(most, 1);
  });

  it('lets a waiting one leave when it is aborted, and goes on', async () => {
    const lock = new PriorityLock();
    const gate = openLater();
    const first = lock.run('completion', never, () => gate.opened);
    const abort = new AbortController();
    const second = lock.run('completion', abort.signal, () => Promise.resolve('second'));
    abort.abort(new Error('no longer wanted'));
    await assert.rejects(second, /no longer wanted/u);
    gate.open();
    await first;
    assert.equal(await lock.run('chat', never, () => Promise.resolve('third')), 'third');
  });

  it('is free again after a failure', async () => {
    const lock = new PriorityLock();
    await assert.rejects(
      lock.run('chat', never, () => Promise.reject(new Error('failed'))),
      /failed/u,
    );
    assert.equal(await lock.run('chat', never, () => Promise.resolve(1)), 1);
  });
});
