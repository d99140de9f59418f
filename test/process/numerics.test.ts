import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { EngineProcess } from '../../src/engine/engineProcess.ts';
import { logSoftmax } from '../../src/models/verify/logSoftmax.ts';
import { openElmLogits } from '../../src/models/verify/openElmForward.ts';
import { ENGINE_ENTRY } from '../../tools/support/headlessEngine.ts';
import { miniatureOpenElm } from '../support/miniatureOpenElm.ts';
import { publishedModel } from '../support/publishedOpenElm.ts';

const TOKENS = [72, 101, 108, 108, 111, 44, 32, 119, 33, 7, 200, 13];
const MAX_DIFFERENCE = 1e-4;

describe('the engine’s numbers', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'openelm-numerics-'));
  });
  after(() => rm(folder, { recursive: true }));

  for (const seed of [1, 2, 3]) {
    it(`agree with an independent forward pass of OpenELM (random weights, seed ${seed})`, async () => {
      const model = miniatureOpenElm({ seed });
      const file = path.join(folder, `miniature-${seed}.gguf`);
      await writeFile(file, model.bytes());
      const engine = await EngineProcess.start({
        candidate: { backend: 'cpu', entry: ENGINE_ENTRY },
        threads: 1,
        log: () => undefined,
      });
      try {
        await engine.request('model/load', { handle: 'm', path: file, numerics: 'exact' });
        const { logProbabilities } = await engine.request('model/score', { handle: 'm', tokens: TOKENS });
        const expected = (await openElmLogits(publishedModel(model), TOKENS)).map(logSoftmax);
        assert.equal(logProbabilities.length, TOKENS.length);
        let largest = 0;
        for (const [position, row] of expected.entries()) {
          assert.equal(logProbabilities[position]?.length, model.shape.vocabularySize);
          for (const [token, value] of row.entries()) {
            largest = Math.max(largest, Math.abs(value - (logProbabilities[position][token] ?? NaN)));
          }
        }
        assert.ok(largest < MAX_DIFFERENCE, `largest difference ${largest}`);

        const text = 'Hello,w!';
        const tokens = Array.from(text, (character) => model.vocabulary.tokens.indexOf(character));
        const rows = (await openElmLogits(publishedModel(model), tokens)).map(logSoftmax);
        const foreseen = tokens.slice(1).map((token, position) => rows[position]?.[token] ?? NaN);
        const score = await engine.request('text/score', { handle: 'm', text });
        assert.deepEqual([score.tokens, score.bytes], [text.length - 1, text.length - 1]);
        const sum = foreseen.reduce((total, value) => total + value, 0);
        assert.ok(Math.abs(score.logProbability - sum) < MAX_DIFFERENCE * text.length);
        assert.equal(
          score.hits,
          foreseen.filter((value, position) => value === Math.max(...(rows[position] ?? []))).length,
        );
      } finally {
        await engine.stop();
      }
    });
  }
});
