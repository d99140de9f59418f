import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { checkModelFile } from '../../../../src/models/checkModelFile.ts';
import {
  CALIBRATION_LARGE,
  CALIBRATION_SMALL,
  calibrationModel,
  type CalibrationSize,
} from '../../../../src/models/fit/calibrationModel.ts';
import { type ModelFacts } from '../../../../src/models/modelFacts.ts';
import { ggufSize, writeGgufFile } from '../../../../src/models/gguf/writeGguf.ts';

describe('the models for the calibration', () => {
  const factsOf = async (size: CalibrationSize): Promise<ModelFacts> => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'openelm-calibration-test-'));
    try {
      const file = path.join(folder, 'model.gguf');
      await writeGgufFile(file, calibrationModel(size));
      return await checkModelFile(file);
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  it('are sound files of one type and vocabulary, written to the last byte', async () => {
    for (const size of [CALIBRATION_SMALL, CALIBRATION_LARGE]) {
      const facts = await factsOf(size);
      assert.equal(facts.quantisation, 'Q4_K');
      assert.equal(facts.vocabularySize, 257);
      assert.equal(facts.sizeBytes, ggufSize(calibrationModel(size)));
    }
  });

  it('are one larger than caches and smaller than 200 MB, and one so small that it hardly counts beside it', () => {
    const [small, large] = [CALIBRATION_SMALL, CALIBRATION_LARGE].map((size) =>
      ggufSize(calibrationModel(size)),
    );
    assert.ok(small !== undefined && large !== undefined);
    assert.ok(large > 128e6 && large < 200e6, `${large}`);
    assert.ok(small < large / 50, `${small}`);
  });
});
