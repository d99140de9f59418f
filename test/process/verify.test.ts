import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { EngineProcess } from '../../src/engine/engineProcess.ts';
import { measureModel } from '../../src/engine/measureModel.ts';
import { loadCatalogs } from '../../src/models/catalog/loadCatalogs.ts';
import { type EngineNumbers } from '../../src/models/verify/compareNumbers.ts';
import { officialModel, officialModels, type OfficialModel } from '../../src/models/verify/officialFiles.ts';
import { VerifyError, type VerifyErrorCode } from '../../src/models/verify/verifyError.ts';
import { verifyInThread } from '../../src/models/verify/verifyInThread.ts';
import {
  verifyOpenElm,
  type MeasureFile,
  type Verification,
  type VerifyListener,
  type VerifyStep,
} from '../../src/models/verify/verifyOpenElm.ts';
import { ENGINE_ENTRY, ROOT } from '../../tools/support/headlessEngine.ts';
import { miniatureOpenElm, type MiniatureOpenElm } from '../support/miniatureOpenElm.ts';
import { publishOpenElm } from '../support/publishedOpenElm.ts';
import { BYTE_PIECES, sentencePieceBytes, SPECIAL_PIECES } from '../support/sentencePieceBytes.ts';
import { temporaryFiles } from '../support/temporaryFiles.ts';

const refuses = (work: Promise<unknown>, code: VerifyErrorCode): Promise<void> =>
  assert.rejects(work, (error) => error instanceof VerifyError && error.code === code);

describe('the verification of a published OpenELM', () => {
  const files = temporaryFiles();
  const scratch = path.dirname(files.path('x'));
  let engine: EngineProcess;
  let count = 0;
  before(async () => {
    engine = await EngineProcess.start({
      candidate: { backend: 'cpu', entry: ENGINE_ENTRY },
      threads: 1,
      log: () => undefined,
    });
  });
  after(() => engine.stop());

  /** A miniature in the layout of the official files. */
  const published = (model: MiniatureOpenElm, options?: Parameters<typeof publishOpenElm>[2]): string => {
    const folder = publishOpenElm(files.path(`official-${++count}`), model, options);
    const tokenizer = sentencePieceBytes([...SPECIAL_PIECES, ...BYTE_PIECES]);
    writeFileSync(path.join(folder, 'tokenizer.model'), tokenizer);
    return folder;
  };
  const verify = (
    folder: string,
    official?: OfficialModel,
    change: (numbers: EngineNumbers) => EngineNumbers = (numbers) => numbers,
  ): Promise<Verification> =>
    verifyOpenElm({ folder, official, scratch }, async (file) => change(await measureModel(engine, file)), {
      signal: new AbortController().signal,
      onProgress: (step) => void steps.add(step),
    });
  const steps = new Set<VerifyStep>();
  const leftovers = (): string[] => readdirSync(scratch).filter((name) => name.startsWith('verify-'));

  it('holds for what is converted and computed right, and leaves nothing behind', async () => {
    const result = await verify(published(miniatureOpenElm({ seed: 5 })));
    assert.ok(result.largestDifference < 1e-3, `${result.largestDifference}`);
    assert.deepEqual([result.holds, result.agreeing, result.continued], [true, 16, 16]);
    assert.deepEqual([...steps], ['hashing', 'converting', 'measuring', 'computing']);
    assert.deepEqual(leftovers(), []);
  });

  it('compares the checksums of all files with those that are known', async () => {
    const folder = published(miniatureOpenElm(), { type: 'BF16', files: 2 });
    const [first = '', second = ''] = readdirSync(folder).filter((name) => name.endsWith('.safetensors'));
    const sha256 = createHash('sha256')
      .update(readFileSync(path.join(folder, first)))
      .digest('hex');
    const official = {
      name: 'OpenELM',
      files: [
        { name: first, sha256 },
        { name: second, sha256: undefined },
      ],
    };
    const result = await verify(folder, official);
    assert.deepEqual(
      result.files.map(({ isKnown }) => isKnown),
      [true, false],
    );
    assert.equal(result.holds, true);
    const other = { name: 'OpenELM', files: [{ name: second, sha256 }] };
    await refuses(verify(folder, other), 'wrongHash');
  });

  it('does not hold where the engine computes something else', async () => {
    const folder = published(miniatureOpenElm());
    const shifted = await verify(folder, undefined, (numbers) => ({
      ...numbers,
      logProbabilities: numbers.logProbabilities.map((row) =>
        row.map((value, token) => value + (token === 9 ? 0.01 : 0)),
      ),
    }));
    assert.equal(shifted.holds, false);
    assert.equal(shifted.agreeing, shifted.continued);
    const swapped = await verify(folder, undefined, (numbers) => ({
      ...numbers,
      continued: [...numbers.continued].reverse(),
    }));
    assert.equal(swapped.holds, false);
    assert.ok(swapped.agreeing < swapped.continued);
  });

  it('refuses a folder of another model, and one without a tokenizer', async () => {
    const { catalog } = await loadCatalogs(path.join(ROOT, 'models', 'catalog.json'), { locations: [] });
    const all = officialModels(catalog).map(officialModel);
    assert.equal(all.length, 8);
    const folder = published(miniatureOpenElm());
    for (const model of all) {
      await refuses(verify(folder, model), 'otherModel');
    }
    await refuses(verify(publishOpenElm(files.path('bare'), miniatureOpenElm())), 'noTokenizer');
  });

  describe('in a thread of its own', () => {
    const PROGRAM = path.join(ROOT, 'dist', 'verify.cjs');
    const inThread = (
      folder: string,
      measure: MeasureFile,
      { signal, onProgress }: Partial<VerifyListener> = {},
    ): Promise<Verification> =>
      verifyInThread(PROGRAM, { folder, scratch }, measure, {
        signal: signal ?? new AbortController().signal,
        onProgress: onProgress ?? (() => undefined),
      });

    it('comes to the same', async () => {
      const folder = published(miniatureOpenElm({ seed: 6 }));
      const measure: MeasureFile = (file) => measureModel(engine, file);
      assert.deepEqual(await inThread(folder, measure), await verify(folder));
    });

    it('refuses with the same words, and passes on what the engine says', async () => {
      const bare = publishOpenElm(files.path('bare, for the thread'), miniatureOpenElm());
      const ended = new Error('the engine ended');
      const measure: MeasureFile = () => Promise.reject(ended);
      await refuses(inThread(bare, measure), 'noTokenizer');
      await assert.rejects(inThread(published(miniatureOpenElm()), measure), ended);
    });

    it('ends when it is called off, and leaves nothing behind', async () => {
      const abort = new AbortController();
      const work = inThread(published(miniatureOpenElm()), () => new Promise(() => undefined), {
        signal: abort.signal,
        onProgress: (step) => {
          if (step === 'measuring') {
            abort.abort();
          }
        },
      });
      await assert.rejects(work, { name: 'AbortError' });
      assert.deepEqual(leftovers(), []);
    });
  });

  describe('on the command line', () => {
    const run = (...options: string[]): Promise<{ code: number; text: string }> =>
      new Promise((resolve) => {
        const program = ['--import', 'tsx', path.join(ROOT, 'tools', 'verifyApple.ts'), ...options];
        execFile(process.execPath, program, { cwd: ROOT }, (error, stdout, stderr) => {
          resolve({ code: typeof error?.code === 'number' ? error.code : 0, text: stdout + stderr });
        });
      });

    it('says in one line what holds', async () => {
      const folder = published(miniatureOpenElm());
      const { code, text } = await run('--dir', folder, '--scratch', scratch);
      assert.match(
        text,
        /^official-\d+: holds; largest difference [\d.e-]+ .*; 16 of 16 greedy tokens alike; .*\n$/u,
      );
      assert.equal(code, 0);
    });

    it('shows the licence and fetches nothing before it is accepted', async () => {
      const { code, text } = await run('--model', '270M', '--hub', 'http://127.0.0.1:1');
      assert.match(text, /^OpenELM 270M is under the Apple Sample Code License/u);
      assert.match(text, /Nothing was fetched\. Read the licence, then add --accept-licence\./u);
      assert.equal(code, 2);
    });

    it('asks the address that it was given once the licence is accepted', async () => {
      const into = files.path('into');
      const options = [
        '--model',
        '270M',
        '--accept-licence',
        '--into',
        into,
        '--hub',
        'http://127.0.0.1:1/gone',
      ];
      const { code, text } = await run(...options);
      assert.match(text, /127\.0\.0\.1:1/u);
      assert.equal(code, 2);
    });
  });
});
