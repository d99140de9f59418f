import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { ENGINE_ENTRY } from '../../tools/support/headlessEngine.ts';
import { generate, testEngine, type TestEngine } from '../support/engines.ts';

const ICD_FOLDER = '/usr/share/vulkan/icd.d';
const SOFTWARE_DEVICE =
  existsSync(ICD_FOLDER) && readdirSync(ICD_FOLDER).some((name) => name.startsWith('lvp_icd'));

/** llama.cpp passes over devices of CPU type, as Mesa’s lavapipe is, unless one is named. */
const USE_SOFTWARE_DEVICE = {
  GGML_VK_VISIBLE_DEVICES: '0',
  VK_DRIVER_FILES: `${ICD_FOLDER}/lvp_icd.x86_64.json`,
};

const candidates = (['vulkan', 'cpu'] as const).map((backend) => ({ backend, entry: ENGINE_ENTRY }));

describe('Vulkan, on Mesa’s software device', () => {
  let engine: TestEngine;
  before(function () {
    if (!SOFTWARE_DEVICE) {
      console.log(`      skipped: no software device in ${ICD_FOLDER} (Debian: mesa-vulkan-drivers)`);
      this.skip();
    }
  });
  afterEach(() => engine.supervisor.dispose());

  it('is what computes, with the model on the device', async () => {
    engine = testEngine({ candidates, env: USE_SOFTWARE_DEVICE });
    const { hello, model } = await engine.supervisor.ready();
    assert.equal(hello.backend, 'vulkan');
    assert.match(hello.devices.join(), /llvmpipe/u);
    assert.ok(model.gpuLayers > 0);
    assert.notEqual((await generate(engine)).text, '');
  });

  it('says the same as the CPU', async () => {
    engine = testEngine({ candidates, env: USE_SOFTWARE_DEVICE });
    const onVulkan = await generate(engine, { maxTokens: 4 });
    await engine.supervisor.dispose();
    engine = testEngine();
    const onCpu = await generate(engine, { maxTokens: 4 });
    assert.equal(onVulkan.text, onCpu.text);
  });

  it('gives way to the CPU when its driver is broken, and is remembered as bad', async () => {
    engine = testEngine({
      candidates,
      env: { VK_DRIVER_FILES: '/nowhere/icd.json', VK_ICD_FILENAMES: '/nowhere/icd.json' },
    });
    const { hello, skipped } = await engine.supervisor.ready();
    assert.equal(hello.backend, 'cpu');
    assert.deepEqual(
      skipped.map(({ backend }) => backend),
      ['vulkan'],
    );
    assert.deepEqual(
      engine.bad().map(({ backend }) => backend),
      ['vulkan'],
    );
    assert.notEqual((await generate(engine)).text, '');
  });
});
