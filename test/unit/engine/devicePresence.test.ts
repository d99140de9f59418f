import assert from 'node:assert/strict';
import { deviceAbsence } from '../../../src/engine/devicePresence.ts';

const on =
  (...devices: string[]) =>
  (path: string): boolean =>
    devices.includes(path);

describe('deviceAbsence', () => {
  it('spares a machine without a GPU the try', () => {
    assert.match(deviceAbsence('vulkan', {}, 'linux', on()) ?? '', /no device/u);
    assert.match(deviceAbsence('cuda', {}, 'linux', on('/dev/dri')) ?? '', /no device/u);
  });

  it('has nothing against a back end whose device is there', () => {
    assert.equal(deviceAbsence('vulkan', {}, 'linux', on('/dev/dri')), undefined);
    assert.equal(deviceAbsence('cuda', {}, 'linux', on('/dev/nvidiactl')), undefined);
    assert.equal(deviceAbsence('cuda', {}, 'linux', on('/dev/dxg')), undefined);
  });

  it('has nothing against a software device that is named', () => {
    assert.equal(deviceAbsence('vulkan', { GGML_VK_VISIBLE_DEVICES: '0' }, 'linux', on()), undefined);
  });

  it('knows nothing of other systems, and never doubts the CPU', () => {
    assert.equal(deviceAbsence('vulkan', {}, 'win32', on()), undefined);
    assert.equal(deviceAbsence('metal', {}, 'darwin', on()), undefined);
    assert.equal(deviceAbsence('cpu', {}, 'linux', on()), undefined);
  });
});
