import assert from 'node:assert/strict';
import { readdirSync, readFileSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { KeptStates } from '../../../src/engine/worker/keptStates.ts';
import { temporaryFiles } from '../../support/temporaryFiles.ts';

const KEY = Buffer.alloc(32, 1);
const IDENTITY = 'a model';
const TOKENS = [1, 2, 3, 4, 5, 6, 7, 8];
const STATE = 'x'.repeat(1000);

describe('states kept on the disk', () => {
  const files = temporaryFiles();
  let folder = '';
  let log: string[] = [];
  let count = 0;
  beforeEach(() => {
    folder = files.path(`kept-${++count}`);
    log = [];
  });

  const states = (options: { budgetBytes?: number; key?: Buffer } = {}): KeptStates =>
    new KeptStates(
      { folder, budgetBytes: 100_000, key: KEY, ...options },
      (message) => void log.push(message),
    );
  const save = (
    kept: KeptStates,
    group: string,
    { tokens = TOKENS, state = STATE }: { tokens?: readonly number[]; state?: string } = {},
  ): Promise<void> =>
    kept.save({ identity: IDENTITY, group }, (file) => {
      writeFileSync(file, state);
      return Promise.resolve(tokens);
    });
  /** What is handed over for these tokens; undefined: nothing. */
  const recalled = async (
    kept: KeptStates,
    tokens: readonly number[] = TOKENS,
    { identity = IDENTITY, least = 1 }: { identity?: string; least?: number } = {},
  ): Promise<string | undefined> => {
    let found: string | undefined;
    await kept.recall(identity, tokens, least, (file) => {
      found = readFileSync(file, 'latin1');
      return Promise.resolve();
    });
    return found;
  };
  const names = (): readonly string[] => readdirSync(folder);
  const onlyFile = (): string => path.join(folder, names()[0] ?? '');

  it('come back in another process as they were written', async () => {
    await save(states(), 'one');
    assert.ok((await recalled(states()))?.startsWith(STATE));
    assert.deepEqual(await states().tokensOf({ identity: IDENTITY, group: 'one' }), TOKENS);
  });

  it('are handed over for the longest common beginning, if it is long enough', async () => {
    await save(states(), 'short', { tokens: [1, 2, 9], state: 'short' });
    await save(states(), 'long', { tokens: [1, 2, 3, 9], state: 'long' });
    assert.match((await recalled(states())) ?? '', /^long/u);
    assert.equal(await recalled(states(), TOKENS, { least: 4 }), undefined);
    assert.equal(await recalled(states(), [9, 1, 2, 3]), undefined);
  });

  it('of another model are not handed over', async () => {
    await save(states(), 'one');
    assert.equal(await recalled(states(), TOKENS, { identity: 'another' }), undefined);
    assert.equal(names().length, 1);
  });

  it('are for the user alone, and say nothing by their names', async function () {
    if (process.platform === 'win32') {
      this.skip();
    }
    await save(states(), 'file:///home/me/secret-plan.ts');
    assert.equal(statSync(folder).mode & 0o777, 0o700);
    assert.equal(statSync(onlyFile()).mode & 0o777, 0o600);
    assert.match(names().join(), /^[0-9a-f]{64}\.kv$/u);
  });

  for (const [how, change] of [
    ['changed in what native code would read', (bytes: Buffer) => bytes.fill('y', 500, 501)],
    [
      'changed in its entry',
      (bytes: Buffer) => bytes.fill('7', bytes.indexOf('[1,2') + 1, bytes.indexOf('[1,2') + 2),
    ],
    ['changed in its seal', (bytes: Buffer) => bytes.fill(0, bytes.length - 1)],
    ['cut', (bytes: Buffer) => bytes.subarray(0, bytes.length - 10)],
    ['emptied', () => Buffer.alloc(0)],
    ['prolonged', (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(8)])],
    [
      'shortened in the middle',
      (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 100), bytes.subarray(200)]),
    ],
  ] as const) {
    it(`that were ${how} are removed and never handed over`, async () => {
      await save(states(), 'one');
      writeFileSync(onlyFile(), change(readFileSync(onlyFile())));
      assert.equal(await recalled(states(), [7, 2, 3]), undefined);
      assert.equal(await recalled(states()), undefined);
      await recalled(states());
      assert.deepEqual(names(), []);
      assert.ok(log.length > 0);
    });
  }

  it('that another installation has sealed are removed and never handed over', async () => {
    await save(states({ key: Buffer.alloc(32, 2) }), 'one');
    assert.equal(await recalled(states()), undefined);
    assert.deepEqual(names(), []);
  });

  it('that can’t be loaded are removed', async () => {
    await save(states(), 'one');
    const kept = states();
    await kept.recall(IDENTITY, TOKENS, 1, () => Promise.reject(new Error('not for this cache')));
    assert.deepEqual(names(), []);
    assert.equal(await recalled(kept), undefined);
  });

  it('give way to newer ones beyond the budget, those first that were used longest ago', async () => {
    const kept = states({ budgetBytes: 3500 });
    for (const [index, group] of ['one', 'two', 'three'].entries()) {
      await save(kept, group, { tokens: [index, 1, 2], state: STATE });
      const age = new Date(Date.now() - 100_000 + index * 1000);
      for (const name of names().filter(
        (own) => statSync(path.join(folder, own)).mtimeMs > age.getTime() + 50_000,
      )) {
        utimesSync(path.join(folder, name), age, age);
      }
    }
    const next = states({ budgetBytes: 3500 });
    assert.ok((await recalled(next, [0, 1, 2])) !== undefined, 'the oldest is used once more');
    await save(next, 'four', { tokens: [3, 1, 2] });
    assert.equal(names().length, 3);
    assert.equal(await recalled(next, [1, 1, 2]), undefined);
    for (const first of [0, 2, 3]) {
      assert.ok((await recalled(states({ budgetBytes: 3500 }), [first, 1, 2])) !== undefined, String(first));
    }
  });

  it('of one document are the newest alone', async () => {
    const kept = states();
    await save(kept, 'one', { state: 'old' });
    await save(kept, 'one', { state: 'new' });
    assert.equal(names().length, 1);
    assert.match((await recalled(kept)) ?? '', /^new/u);
  });

  it('that take more than half of the budget are not kept', async () => {
    await save(states({ budgetBytes: 1500 }), 'one');
    assert.deepEqual(names(), []);
  });

  it('leave nothing of a write that fails, which is logged once and not tried again', async () => {
    const kept = states();
    await save(kept, 'one', { state: 'old' });
    let tries = 0;
    const fail = (): Promise<void> =>
      kept.save({ identity: IDENTITY, group: 'one' }, (file) => {
        tries++;
        writeFileSync(file, 'half');
        return Promise.reject(new Error('ENOSPC: no space left on device'));
      });
    await fail();
    await fail();
    assert.equal(tries, 1);
    assert.equal(log.length, 1);
    assert.match(log.join(), /no space left/u);
    assert.equal(kept.isWritable, false);
    assert.equal(names().length, 1);
    assert.match((await recalled(kept)) ?? '', /^old/u, 'what was whole before still is');
  });

  it('are not tried to be kept where no folder can be made', async () => {
    writeFileSync(folder, 'a file');
    const kept = states();
    await save(kept, 'one');
    assert.equal(kept.isWritable, false);
    assert.equal(log.length, 1);
    assert.equal(await recalled(kept), undefined);
  });

  it('have nothing in common with what an engine that was killed has left', async () => {
    await save(states(), 'one');
    const left = onlyFile().replace(/kv$/u, '4711-1.part');
    renameSync(onlyFile(), left);
    assert.equal(await recalled(states()), undefined);
    assert.equal(names().length, 1, 'another engine may be writing it');
    utimesSync(left, new Date(0), new Date(0));
    await recalled(states());
    assert.deepEqual(names(), []);
  });

  it('are all removed when they shall be forgotten, with the one that is being written', async () => {
    const kept = states();
    await save(kept, 'one');
    let written: () => void = () => undefined;
    const writing = kept.save({ identity: IDENTITY, group: 'two' }, async (file) => {
      writeFileSync(file, STATE);
      await new Promise<void>((resolve) => {
        written = resolve;
      });
      return TOKENS;
    });
    while (names().length < 2) {
      await nextTurn();
    }
    await kept.forget();
    written();
    await writing;
    assert.deepEqual(names(), []);
    assert.equal(await recalled(kept), undefined);
    await save(kept, 'three');
    assert.equal(names().length, 1, 'what is read from then on is kept again');
    assert.deepEqual(log, []);
  });

  it('leave what else lies in the folder alone', async () => {
    await save(states(), 'one');
    writeFileSync(path.join(folder, 'other.txt'), '');
    await states().forget();
    assert.deepEqual(names(), ['other.txt']);
  });
});
