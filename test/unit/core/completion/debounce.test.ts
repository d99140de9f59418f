import assert from 'node:assert/strict';
import { debounceDelay } from '../../../../src/core/completion/debounce.ts';

const typingEvery = (gapMs: number): number[] => Array.from({ length: 10 }, () => gapMs);

describe('debounceDelay', () => {
  it('is the setting while nothing is known', () => {
    assert.equal(debounceDelay({ settingMs: 150, keyGapsMs: [], timeToFirstTokenMs: undefined }), 150);
  });

  it('waits one and a half gaps for an engine of unknown speed', () => {
    const keyGapsMs = typingEvery(120);
    assert.equal(debounceDelay({ settingMs: 150, keyGapsMs, timeToFirstTokenMs: undefined }), 180);
  });

  it('asks a slower engine so much earlier that its first token is there when the burst is over', () => {
    const wait = (timeToFirstTokenMs: number): number =>
      debounceDelay({ settingMs: 100, keyGapsMs: typingEvery(120), timeToFirstTokenMs });
    assert.deepEqual([80, 100, 120].map(wait), [100, 80, 60]);
    assert.equal(wait(2000), 50);
  });

  it('waits less for an engine that answers between two keys', () => {
    assert.equal(debounceDelay({ settingMs: 150, keyGapsMs: typingEvery(120), timeToFirstTokenMs: 60 }), 90);
  });

  it('stays between half and double the setting', () => {
    assert.equal(debounceDelay({ settingMs: 150, keyGapsMs: typingEvery(120), timeToFirstTokenMs: 1 }), 75);
    assert.equal(
      debounceDelay({ settingMs: 150, keyGapsMs: typingEvery(900), timeToFirstTokenMs: 600 }),
      300,
    );
  });

  it('asks at once when the setting says so', () => {
    assert.equal(debounceDelay({ settingMs: 0, keyGapsMs: typingEvery(120), timeToFirstTokenMs: 500 }), 0);
  });

  it('does not take a pause for a slow hand', () => {
    const keyGapsMs = [...typingEvery(100), 5000, 9000, 60_000];
    assert.equal(debounceDelay({ settingMs: 150, keyGapsMs, timeToFirstTokenMs: undefined }), 150);
  });

  it('forgets how the user typed a while ago', () => {
    const keyGapsMs = [...typingEvery(500), ...typingEvery(100), ...typingEvery(100)];
    assert.equal(debounceDelay({ settingMs: 150, keyGapsMs, timeToFirstTokenMs: undefined }), 150);
  });
});
