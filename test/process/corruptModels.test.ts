import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { EngineError } from '../../src/engine/engineError.ts';
import { EngineProcess } from '../../src/engine/engineProcess.ts';
import { BUILT_IN_MODEL, ENGINE_ENTRY, ROOT } from '../../tools/support/headlessEngine.ts';
import { corruptions } from '../support/corruptGguf.ts';
import { miniatureOpenElm } from '../support/miniatureOpenElm.ts';

const COUNT = 200;

describe('damaged copies of a small model', () => {
  let folder: string;
  let engine: EngineProcess;
  let original: Buffer;

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'openelm-corrupt-'));
    original = miniatureOpenElm({ type: 'Q8_0' }).bytes();
    engine = await EngineProcess.start({
      candidate: { backend: 'cpu', entry: ENGINE_ENTRY },
      threads: 1,
      log: () => undefined,
    });
  });
  after(async () => {
    await engine.stop();
    await rm(folder, { recursive: true });
  });

  /** What loading a file and writing a few tokens with it comes to. */
  async function tryToLoad(file: string): Promise<'loads' | 'refused'> {
    try {
      await engine.request('model/load', { handle: file, path: file });
    } catch (error) {
      assert.ok(error instanceof EngineError, String(error));
      assert.ok(error.code === 'modelRejected' || error.code === 'modelLoadFailed', error.code);
      assert.ok(error.message.length > 20, error.message);
      return 'refused';
    }
    await engine.request('text/generate', {
      handle: file,
      purpose: 'completion',
      group: file,
      prompt: { kind: 'plain', text: 'const a = ' },
      maxTokens: 3,
    });
    await engine.request('model/unload', { handle: file });
    return 'loads';
  }

  it(`give ${COUNT} times a clear error or a model that runs, in one engine that survives them all`, async () => {
    const counts = { loads: 0, refused: 0 };
    for (const [index, { name, bytes }] of corruptions(original, COUNT).entries()) {
      const file = path.join(folder, `${index}.gguf`);
      await writeFile(file, bytes());
      try {
        counts[await tryToLoad(file)]++;
      } catch (error) {
        throw new Error(`${name}: ${String(error)}`, { cause: error });
      }
      await rm(file);
    }
    console.log(`      ${counts.refused} refused, ${counts.loads} loaded and ran`);
    assert.ok(counts.refused > COUNT / 2);
    assert.equal(await tryToLoad(BUILT_IN_MODEL), 'loads');
  });

  it('make `npm run inspect` end with code 2 and one line, or print the facts', async () => {
    for (const [index, { name, bytes }] of corruptions(original, 6, 11).entries()) {
      const file = path.join(folder, `inspect-${index}.gguf`);
      await writeFile(file, bytes());
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        ['--import', 'tsx', 'tools/inspect.ts', file],
        { cwd: ROOT, encoding: 'utf8' },
      );
      const lines = stderr.trim().split('\n').length;
      assert.ok(
        status === 0 ? stdout.includes('openelm') : status === 2 && lines === 1 && stderr.trim() !== '',
        `${name}: ${status ?? 'ended'} ${stderr}`,
      );
    }
  });
});
