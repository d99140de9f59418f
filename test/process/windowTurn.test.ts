import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { WindowTurn } from '../../src/engine/windowTurn.ts';

/** A window, and a promise for the next time that it loses its turn. */
function openWindow(folder: string): { turn: WindowTurn; losses: number; lost: () => Promise<void> } {
  let onLoss = (): void => undefined;
  const window = {
    losses: 0,
    lost: () =>
      new Promise<void>((resolve) => {
        onLoss = resolve;
      }),
    turn: new WindowTurn(
      folder,
      () => {
        window.losses++;
        onLoss();
      },
      (message) => {
        throw new Error(message);
      },
    ),
  };
  return window;
}

describe('the turn of a window', () => {
  let folder: string;
  let windows: ReturnType<typeof openWindow>[];
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'openelm-turn-'));
    windows = [openWindow(folder), openWindow(folder)];
  });
  afterEach(() => {
    for (const { turn } of windows) {
      turn.dispose();
    }
    rmSync(folder, { recursive: true });
  });

  it('goes from one window to the other and back', async () => {
    const [first, second] = windows;
    assert.ok(first && second);
    first.turn.claim();
    const firstLost = first.lost();
    second.turn.claim();
    await firstLost;
    const secondLost = second.lost();
    first.turn.claim();
    await secondLost;
  });

  it('is not lost by claiming it again, and leaves one file', () => {
    const [first] = windows;
    assert.ok(first);
    for (let claim = 0; claim < 5; claim++) {
      first.turn.claim();
    }
    assert.equal(first.losses, 0);
    assert.deepEqual(readdirSync(folder), ['engine-owner']);
  });
});
