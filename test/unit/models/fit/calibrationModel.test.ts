import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { checkModelFile } from '../../../../src/models/checkModelFile.ts';
import { calibrationModel } from '../../../../src/models/fit/calibrationModel.ts';
import { ggufSize, writeGgufFile } from '../../../../src/models/gguf/writeGguf.ts';

describe('the model for the calibration', () => {
  it('is a sound file, larger than caches and smaller than 200 MB', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'openelm-calibration-test-'));
    try {
      const file = path.join(folder, 'model.gguf');
      await writeGgufFile(file, calibrationModel());
      const facts = await checkModelFile(file);
      assert.equal(facts.quantisation, 'Q4_K');
      assert.equal(facts.sizeBytes, ggufSize(calibrationModel()));
      assert.ok(facts.sizeBytes > 128e6 && facts.sizeBytes < 200e6, `${facts.sizeBytes}`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
