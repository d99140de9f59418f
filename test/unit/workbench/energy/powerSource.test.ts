import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isOnBattery } from '../../../../src/workbench/energy/powerSource.ts';

describe('isOnBattery', () => {
  let supplies: string;
  beforeEach(() => {
    supplies = mkdtempSync(path.join(os.tmpdir(), 'openelm-power-'));
  });
  afterEach(() => {
    rmSync(supplies, { recursive: true });
  });

  const supply = (name: string, files: Readonly<Record<string, string>>): void => {
    mkdirSync(path.join(supplies, name));
    for (const [file, text] of Object.entries(files)) {
      writeFileSync(path.join(supplies, name, file), `${text}\n`);
    }
  };
  const onLinux = (): Promise<boolean> =>
    isOnBattery({ platform: 'linux', supplies, run: () => Promise.reject(new Error('asked')) });
  const told = (platform: string, text: string): Promise<boolean> =>
    isOnBattery({ platform, supplies, run: () => Promise.resolve(text) });

  it('is true on Linux where a battery discharges and no charger is connected', async () => {
    supply('BAT0', { type: 'Battery', status: 'Discharging' });
    assert.equal(await onLinux(), true);
    supply('AC', { type: 'Mains', online: '1' });
    assert.equal(await onLinux(), false);
  });

  it('is not true for the battery of a mouse, or one that is full', async () => {
    supply('hidpp_battery_0', { type: 'Battery', status: 'Discharging', scope: 'Device' });
    supply('BAT0', { type: 'Battery', status: 'Full' });
    supply('AC', { type: 'Mains', online: '0' });
    assert.equal(await onLinux(), false);
  });

  it('is what macOS and Windows say', async () => {
    assert.equal(await told('darwin', "Now drawing from 'Battery Power'\n -InternalBattery-0 80%"), true);
    assert.equal(await told('darwin', "Now drawing from 'AC Power'\n"), false);
    assert.equal(await told('win32', 'False\r\n'), true);
    assert.equal(await told('win32', 'True\r\n'), false);
    assert.equal(await told('win32', ''), false, 'no battery');
  });

  it('counts as mains where it can’t be found out', async () => {
    rmSync(supplies, { recursive: true });
    assert.equal(await onLinux(), false);
    mkdirSync(supplies);
    const fails = { supplies, run: () => Promise.reject(new Error('no such program')) };
    for (const platform of ['darwin', 'win32', 'aix']) {
      assert.equal(await isOnBattery({ platform, ...fails }), false);
    }
  });
});
