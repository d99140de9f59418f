import assert from 'node:assert/strict';
import { cpuSpent } from '../../../tools/bench/cpuUse.ts';
import { idleAfter } from '../../../tools/bench/idleAfter.ts';
import { keyGaps } from '../../../tools/bench/keyGaps.ts';
import { judgePause } from '../../../tools/bench/pauseResult.ts';
import { type ProcessInfo } from '../../../tools/host/processTree.ts';

describe('a pause', () => {
  it('in which nothing comes shows nothing, also where the key took away what was there', () => {
    assert.deepEqual(judgePause([], 100), { kind: 'nothing' });
    const gone = [
      { at: 50, text: 'items' },
      { at: 104, text: '' },
    ];
    assert.deepEqual(judgePause(gone, 100), { kind: 'nothing' });
  });

  it('shows what came in it, from the key on', () => {
    const changes = [
      { at: 50, text: 'old' },
      { at: 104, text: '' },
      { at: 350, text: 'items' },
    ];
    assert.deepEqual(judgePause(changes, 100), { kind: 'came', ms: 250, isGone: false });
  });

  it('shows what went again as well, and says so', () => {
    const changes = [
      { at: 350, text: 'items' },
      { at: 900, text: '' },
    ];
    assert.deepEqual(judgePause(changes, 100), { kind: 'came', ms: 250, isGone: true });
  });

  it('keeps what the key was the next character of', () => {
    const changes = [
      { at: 50, text: 'items' },
      { at: 108, text: 'tems' },
    ];
    assert.deepEqual(judgePause(changes, 100), { kind: 'kept', ms: 8, isGone: false });
    assert.deepEqual(judgePause(changes.slice(0, 1), 100), { kind: 'kept', ms: 0, isGone: false });
  });
});

describe('an engine', () => {
  const samples = (use: readonly number[]): { atMs: number; cpuSeconds: number }[] =>
    use.map((cpuSeconds, index) => ({ atMs: index * 250, cpuSeconds }));

  it('is at rest from the moment on at which it uses hardly anything for half a second', () => {
    assert.equal(idleAfter(samples([0, 0.25, 0.5, 0.52, 0.52, 0.52])), 500);
  });

  it('is not at rest as long as nobody has looked for half a second', () => {
    assert.equal(idleAfter(samples([0, 0.25, 0.5, 0.5])), undefined);
    assert.equal(idleAfter([]), undefined);
  });
});

describe('time on a processor', () => {
  const info = (pid: number, cpuSeconds: number): ProcessInfo => ({
    ...{ pid, parent: 1, commandLine: '', rssBytes: 1 },
    cpuSeconds,
  });

  it('counts what each process used since, all of it where it is new', () => {
    assert.equal(cpuSpent([info(1, 5), info(2, 7)], [info(1, 6), info(3, 2)]), 3);
  });
});

describe('the pace of a person', () => {
  it('is the same for a seed, varies from key to key, and slows where a word ends', () => {
    const [one, other] = [keyGaps(7), keyGaps(7)];
    const gaps = Array.from({ length: 50 }, () => one('a'));
    assert.deepEqual(
      gaps,
      gaps.map(() => other('a')),
    );
    assert.ok(Math.min(...gaps) >= 120 && Math.max(...gaps) < 200 && new Set(gaps).size > 40);
    assert.ok(keyGaps(7)(' ') > keyGaps(7)('a'));
  });
});
