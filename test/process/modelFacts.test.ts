import assert from 'node:assert/strict';
import { copyFileSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { checkModelFile } from '../../src/models/checkModelFile.ts';
import { readModelInside } from '../../src/models/inside/modelInside.ts';
import { readInsideInThread, readModelFacts } from '../../src/models/readModelFacts.ts';
import { BUILT_IN_MODEL, ROOT } from '../../tools/support/headlessEngine.ts';
import { temporaryFiles } from '../support/temporaryFiles.ts';

const PROGRAM = path.join(ROOT, 'dist', 'modelFacts.cjs');

describe('the thread that checks model files', () => {
  const temporary = temporaryFiles();

  it('says what the check says', async () => {
    assert.deepEqual(await readModelFacts(PROGRAM, BUILT_IN_MODEL), await checkModelFile(BUILT_IN_MODEL));
  });

  it('says what is inside, also of a file that is refused', async () => {
    const inside = await readInsideInThread(PROGRAM, BUILT_IN_MODEL);
    assert.deepEqual(inside, await readModelInside(BUILT_IN_MODEL));
    const file = temporary.path('short.gguf');
    copyFileSync(BUILT_IN_MODEL, file);
    truncateSync(file, 5000);
    const { verdict, metadata } = await readInsideInThread(PROGRAM, file);
    assert.ok(verdict.kind === 'refused');
    assert.equal(verdict.code, 'headerCutOff');
    assert.ok(metadata.rows.length > 0);
  });

  it('refuses what the check refuses', async () => {
    const file = temporary.path('cut.gguf');
    copyFileSync(BUILT_IN_MODEL, file);
    truncateSync(file, 5000);
    await assert.rejects(readModelFacts(PROGRAM, file), { code: 'headerCutOff' });
  });
});
