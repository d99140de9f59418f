import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { KeptReading } from '../../../src/engine/worker/keptReading.ts';
import { KeptStates } from '../../../src/engine/worker/keptStates.ts';
import { type NativeSequence, type TokenId } from '../../../src/engine/worker/nativeRuntime.ts';
import { PriorityLock } from '../../../src/engine/worker/priorityLock.ts';
import { scriptedModel } from '../../support/scriptedModel.ts';
import { temporaryFiles } from '../../support/temporaryFiles.ts';

const IDLE_MS = 5;
/** Far longer than anything here takes. */
const LATER_MS = 200;
const NEVER_MS = 600_000;
const IDENTITY = 'a model';
/** What stands before what the model wrote. */
const MIDDLE = -1;
const GROUP = 'file:///a.ts';

/** Tokens that begin like those of no other number. */
const text = (first: number, length: number): TokenId[] =>
  Array.from({ length }, (_, index) => first + index);

describe('what a cache has read', () => {
  const files = temporaryFiles();
  let count = 0;
  let states: KeptStates;
  let reading: KeptReading;
  let sequence: NativeSequence;
  let cache: readonly TokenId[];
  let saves: number;
  let isBroken: boolean;
  let leftOut: number;

  beforeEach(async () => {
    const options = { folder: files.path(`kept-${++count}`), budgetBytes: 100_000, key: Buffer.alloc(32) };
    states = new KeptStates(options, () => undefined);
    reading = readingThatRests(IDLE_MS);
    cache = [];
    saves = 0;
    isBroken = false;
    leftOut = 0;
    const plain = await scriptedModel({}).createSequence({ contextTokens: 10_000, numerics: 'fast' });
    sequence = {
      ...plain,
      reuse: (tokens) => {
        const differs = cache.findIndex((token, index) => tokens[index] !== token);
        cache = cache.slice(0, differs === -1 ? cache.length : differs);
        return isBroken ? Promise.reject(new Error('broken')) : Promise.resolve(cache.length);
      },
      leaveOut: (gaps) => {
        const isLeft = (at: number): boolean => gaps.every(({ start, end }) => at < start || at >= end);
        leftOut += gaps.length;
        cache = cache.filter((_, at) => isLeft(at));
        return Promise.resolve();
      },
      state: {
        tokens: () => cache,
        save: (file) => {
          saves++;
          writeFileSync(file, JSON.stringify(cache));
          return Promise.resolve();
        },
        load: (file) => {
          const [json = ''] = /^\[[\d,]*\]/u.exec(readFileSync(file, 'latin1')) ?? [];
          cache = JSON.parse(json) as TokenId[];
          return Promise.resolve();
        },
      },
    };
  });

  afterEach(() => {
    reading.close();
  });

  const readingThatRests = (idleMs: number): KeptReading =>
    new KeptReading({
      states: () => states,
      identity: IDENTITY,
      bytesPerToken: 10,
      lock: new PriorityLock(),
      middle: MIDDLE,
      idleMs,
    });
  const read = async (tokens: readonly TokenId[], mayKeep = true, group = GROUP): Promise<number> => {
    const reused = await reading.reuse(sequence, tokens, group, mayKeep);
    cache = tokens;
    reading.rest();
    return reused;
  };
  const kept = (group = GROUP): Promise<readonly TokenId[]> => states.tokensOf({ identity: IDENTITY, group });

  it('is kept when nobody has asked for a moment, once', async () => {
    await read(text(0, 300));
    await delay(LATER_MS);
    assert.deepEqual(await kept(), text(0, 300));
    await read(text(0, 301));
    await delay(LATER_MS);
    assert.equal(saves, 1, 'a key more is not worth a file');
  });

  it('comes back where it spares enough, and not where the cache has as much', async () => {
    await read(text(0, 300));
    await delay(LATER_MS);
    assert.equal(await read(text(5000, 200), false), 0);
    assert.equal(await read(text(0, 400)), 300);
    assert.equal(await read(text(0, 310)), 310, 'from the cache itself');
    cache = text(0, 250);
    assert.equal(await read(text(0, 400)), 250, 'fifty more are read in no time');
  });

  it('is kept when another document takes its place, and is back with the first request there', async () => {
    reading = readingThatRests(NEVER_MS);
    const other = 'file:///b.ts';
    await read(text(0, 300));
    await read(text(5000, 300), true, other);
    assert.deepEqual(await kept(), text(0, 300));
    assert.equal(await read(text(0, 320)), 300);
    assert.deepEqual(await kept(other), text(5000, 300));
    assert.equal(await read(text(5000, 310), true, other), 300);
    assert.equal(saves, 2, 'twenty tokens more are not worth a file');
  });

  it('is kept when a document that is not kept takes its place, but not that document', async () => {
    reading = readingThatRests(NEVER_MS);
    await read(text(0, 300));
    await read(text(5000, 300), false, 'file:///hidden.ts');
    await read(text(0, 300));
    assert.equal(saves, 1);
  });

  it('is not kept of a document that may be kept no longer', async () => {
    reading = readingThatRests(NEVER_MS);
    await read(text(0, 300));
    await read(text(5000, 300), false);
    await read(text(9000, 300), true, 'file:///b.ts');
    assert.equal(saves, 0);
  });

  it('is not kept when it is forgotten while another document takes its place', async () => {
    reading = readingThatRests(NEVER_MS);
    await read(text(0, 300));
    const next = read(text(5000, 300), true, 'file:///b.ts');
    reading.drop();
    await next;
    assert.equal(saves, 0);
  });

  it('is not kept where another document’s prompt begins with nearly all of it', async () => {
    reading = readingThatRests(NEVER_MS);
    await read(text(0, 300));
    await read(text(0, 250), true, 'file:///b.ts');
    assert.equal(saves, 0);
  });

  it('is not kept where it may not be, where it is short, or where it would take half of the budget', async () => {
    await read(text(0, 300), false);
    await delay(LATER_MS);
    await read(text(0, 100));
    await delay(LATER_MS);
    await read(text(0, 6000));
    await delay(LATER_MS);
    assert.equal(saves, 0);
  });

  it('is not kept as another document’s when taking up a prompt failed', async () => {
    cache = text(7000, 300);
    isBroken = true;
    await assert.rejects(read(text(0, 300)), /broken/u);
    reading.rest();
    await delay(LATER_MS);
    assert.equal(saves, 0);
  });

  it('is not kept once it shall not be, nor of a model that is unloaded', async () => {
    await read(text(0, 300));
    reading.drop();
    await delay(LATER_MS);
    await read(text(0, 300));
    reading.close();
    await read(text(0, 300));
    await delay(LATER_MS);
    assert.equal(saves, 0);
  });

  it('is moved to where it stands in the document’s next prompt, whether or not it may be kept', async () => {
    for (const mayKeep of [true, false]) {
      await read([...text(0, 20), ...text(1000, 300)], mayKeep);
      assert.equal(await read([...text(0, 20), ...text(1100, 250)], mayKeep), 220);
    }
    assert.equal(leftOut, 2);
  });

  it('is not moved for another document, nor once it was forgotten', async () => {
    await read([...text(0, 20), ...text(1000, 300)], false);
    assert.equal(await read([...text(0, 20), ...text(1100, 250)], false, 'file:///b.ts'), 20);
    await read([...text(0, 20), ...text(1000, 300)], false);
    reading.drop();
    assert.equal(await read([...text(0, 20), ...text(1100, 250)], false), 20);
  });

  it('is not moved where the model wrote it in the middle of another text', async () => {
    const written = text(1000, 300);
    await read([...text(0, 20), MIDDLE, ...written]);
    assert.equal(await read([...text(0, 20), ...written, MIDDLE]), 20);
  });

  it('is moved before a kept state is asked for, which must then be worth more', async () => {
    reading = readingThatRests(NEVER_MS);
    await read(text(0, 300));
    await read(text(5000, 300), true, 'file:///b.ts');
    await read([...text(0, 20), ...text(9000, 10), ...text(20, 480)], true, 'file:///b.ts');
    assert.equal(await read(text(0, 500), true, 'file:///b.ts'), 500, 'more than the 300 on the disk');
  });
});
