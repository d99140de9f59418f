import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ConvertError, type ConvertErrorCode } from '../../src/models/convert/convertError.ts';
import { convertInThread } from '../../src/models/convert/convertInThread.ts';
import { convertOpenElm, type ConvertOptions } from '../../src/models/convert/convertOpenElm.ts';
import { decodeElements } from '../../src/models/convert/decodeElements.ts';
import { bf16Bytes } from '../../src/models/gguf/encodeElements.ts';
import { ModelFileError } from '../../src/models/modelFileError.ts';
import { largestDifference as differenceOf } from '../../src/models/verify/largestDifference.ts';
import { openElmLogits } from '../../src/models/verify/openElmForward.ts';
import { EngineProcess } from '../../src/engine/engineProcess.ts';
import { ENGINE_ENTRY, ROOT } from '../../tools/support/headlessEngine.ts';
import { HEAD_LAYOUTS, headLayout } from '../support/headLayouts.ts';
import { miniatureOpenElm, type MiniatureOpenElm } from '../support/miniatureOpenElm.ts';
import { configOf, publishedModel, publishOpenElm } from '../support/publishedOpenElm.ts';
import { BYTE_PIECES, sentencePieceBytes, SPECIAL_PIECES } from '../support/sentencePieceBytes.ts';
import { temporaryFiles } from '../support/temporaryFiles.ts';

const TOKENS = [72, 101, 108, 108, 111, 44, 32, 119, 33, 7];
const MAX_DIFFERENCE = 1e-3;

/** The weights as BF16 holds them. */
function rounded(model: MiniatureOpenElm): MiniatureOpenElm {
  const weights = new Map(
    [...model.weights].map(([name, values]) => [
      name,
      decodeElements('BF16', new Uint8Array(bf16Bytes(values))),
    ]),
  );
  return { ...model, weights };
}

const refuses = (work: Promise<unknown>, code: ConvertErrorCode): Promise<void> =>
  assert.rejects(work, (error) => error instanceof ConvertError && error.code === code);

describe('a published OpenELM, converted', () => {
  const files = temporaryFiles();
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

  const published = (model: MiniatureOpenElm, options?: Parameters<typeof publishOpenElm>[2]): string =>
    publishOpenElm(files.path(`published-${++count}`), model, options);
  /** A converted file whose vocabulary is borrowed from the miniature itself. */
  const converted = async (
    model: MiniatureOpenElm,
    folder: string,
    options: Partial<ConvertOptions> = {},
  ): Promise<string> => {
    const out = files.path(`converted-${++count}.gguf`);
    const tokenizer = files.write(model.bytes());
    await convertOpenElm({ folder, tokenizer, type: 'F32', out, ...options });
    return out;
  };
  const largestDifference = async (file: string, model: MiniatureOpenElm): Promise<number> => {
    await engine.request('model/load', { handle: file, path: file, numerics: 'exact' });
    const { logProbabilities } = await engine.request('model/score', { handle: file, tokens: TOKENS });
    await engine.request('model/unload', { handle: file });
    return differenceOf(await openElmLogits(publishedModel(model), TOKENS), logProbabilities);
  };
  for (const [name, [headSize, heads]] of Object.entries(HEAD_LAYOUTS)) {
    it(`gives the numbers of an independent forward pass with the heads of ${name}`, async () => {
      const model = miniatureOpenElm({ shape: headLayout(headSize, heads) });
      const difference = await largestDifference(await converted(model, published(model)), model);
      assert.ok(difference < MAX_DIFFERENCE, `${difference}`);
    });
  }

  it('is the same from BF16 in several files', async () => {
    const model = rounded(miniatureOpenElm({ seed: 2 }));
    const folder = published(model, { type: 'BF16', files: 3 });
    const difference = await largestDifference(await converted(model, folder), model);
    assert.ok(difference < MAX_DIFFERENCE, `${difference}`);
  });

  for (const [type, most] of [
    ['BF16', 0.2],
    ['F16', 0.05],
    ['Q8_0', 0.2],
  ] as const) {
    it(`stays near it as ${type}`, async () => {
      const model = miniatureOpenElm();
      const difference = await largestDifference(await converted(model, published(model), { type }), model);
      assert.ok(difference < most && difference > 0, `${difference}`);
    });
  }

  it('reads text with a SentencePiece tokenizer', async () => {
    const model = miniatureOpenElm();
    const words = ['▁', 'a', 'b', '▁a', '▁ab'].map((text, index) => ({ text, score: -5 + index }));
    const tokenizer = files.path('tokenizer.model');
    writeFileSync(tokenizer, sentencePieceBytes([...SPECIAL_PIECES, ...BYTE_PIECES, ...words]));
    const file = await converted(model, published(model), { tokenizer });
    await engine.request('model/load', { handle: file, path: file });
    const { counts } = await engine.request('text/tokens', { handle: file, texts: ['ab', '中'] });
    await engine.request('model/unload', { handle: file });
    assert.deepEqual(counts, [2, 3]);
  });

  it('is refused with a tokenizer that the engine can’t use, and leaves nothing behind', async () => {
    const model = miniatureOpenElm();
    const tokenizer = files.path('wordless.model');
    writeFileSync(tokenizer, sentencePieceBytes(SPECIAL_PIECES));
    const out = files.path('wordless.gguf');
    const work = convertOpenElm({ folder: published(model), tokenizer, type: 'Q8_0', out });
    await assert.rejects(work, (error) => error instanceof ModelFileError);
    const left = readdirSync(path.dirname(out)).filter((name) => name.startsWith('wordless.gguf'));
    assert.deepEqual(left, []);
  });

  it('is refused in F16 in the size that needs more range, before anything is read', async () => {
    const model = miniatureOpenElm();
    const folder = published(model);
    const config = { ...configOf(model), model_dim: 3072, num_transformer_layers: 36, head_dim: 128 };
    writeFileSync(path.join(folder, 'config.json'), JSON.stringify(config));
    await refuses(converted(model, folder, { type: 'F16' }), 'needsRange');
    await refuses(converted(model, folder, { type: 'BF16' }), 'wrongTensor');
  });

  it('says what is wrong with a folder', async () => {
    const model = miniatureOpenElm();
    await refuses(converted(model, files.path('nowhere')), 'noConfig');
    const folder = published(model);
    const config = path.join(folder, 'config.json');
    for (const [change, code] of [
      [{ model_type: 'llama' }, 'notOpenElm'],
      [{ ffn_with_glu: false }, 'badConfig'],
      [{ num_transformer_layers: 1e9 }, 'badConfig'],
      [{ vocab_size: 10 }, 'wrongTokenizer'],
      [{ head_dim: 32 }, 'wrongTensor'],
    ] as const) {
      writeFileSync(config, JSON.stringify({ ...configOf(model), ...change }));
      await refuses(converted(model, folder), code);
    }
    writeFileSync(config, JSON.stringify(configOf(model)));
    rmSync(path.join(folder, 'model.safetensors'));
    await refuses(converted(model, folder), 'noWeights');
  });

  it('reads no file that an index places elsewhere, and misses one that is gone', async () => {
    const model = miniatureOpenElm();
    const folder = published(model, { files: 2 });
    rmSync(path.join(folder, 'model-00002-of-00002.safetensors'));
    await refuses(converted(model, folder), 'unreadable');
    const index = path.join(folder, 'model.safetensors.index.json');
    writeFileSync(index, JSON.stringify({ weight_map: { a: '../../etc/x.safetensors' } }));
    await refuses(converted(model, folder), 'badIndex');
  });

  it('is refused where a weight is no number', async () => {
    const model = miniatureOpenElm();
    const weights = new Map(model.weights);
    const broken = Float32Array.from(weights.get('blk.1.ffn_up.weight') ?? []);
    broken[7] = Infinity;
    weights.set('blk.1.ffn_up.weight', broken);
    await refuses(converted(model, published({ ...model, weights })), 'badNumbers');
  });

  it('may be written twice at once; the second to end is told that the file is there', async () => {
    const model = miniatureOpenElm();
    const options = {
      folder: published(model),
      tokenizer: files.write(model.bytes()),
      type: 'F32',
      out: files.path('twice.gguf'),
    } as const;
    const ends = await Promise.allSettled([convertOpenElm(options), convertOpenElm(options)]);
    assert.ok(ends.some(({ status }) => status === 'fulfilled'));
    assert.equal(readFileSync(options.out).toString('latin1', 0, 4), 'GGUF');
    const left = readdirSync(path.dirname(options.out)).filter((name) => name.startsWith('twice'));
    assert.deepEqual(left, ['twice.gguf']);
  });

  it('leaves nothing behind when it is called off, and never replaces a file', async () => {
    const model = miniatureOpenElm();
    const folder = published(model);
    const out = files.path('wanted.gguf');
    const tokenizer = files.write(model.bytes());
    const abort = new AbortController();
    const fractions: number[] = [];
    const calledOff = convertOpenElm({
      folder,
      tokenizer,
      type: 'F32',
      out,
      signal: abort.signal,
      onProgress: (fraction) => {
        fractions.push(fraction);
        abort.abort();
      },
    });
    await assert.rejects(calledOff, { name: 'AbortError' });
    assert.equal(fractions.length, 1);
    const left = readdirSync(path.dirname(out)).filter((name) => name.startsWith('wanted'));
    assert.deepEqual(left, []);
    writeFileSync(out, 'mine');
    await refuses(convertOpenElm({ folder, tokenizer, type: 'F32', out }), 'exists');
    await convertOpenElm({ folder, tokenizer, type: 'F32', out, replaces: true });
    assert.equal(readFileSync(out).toString('latin1', 0, 4), 'GGUF');
    await refuses(
      convertOpenElm({ folder, tokenizer, type: 'F32', out: files.path('no/such/folder.gguf') }),
      'unreadable',
    );
  });
});

describe('the thread that converts', () => {
  const PROGRAM = path.join(ROOT, 'dist', 'convert.cjs');
  const files = temporaryFiles();
  const model = miniatureOpenElm();

  const options = (out: string): ConvertOptions => ({
    folder: publishOpenElm(files.path('published'), model),
    tokenizer: files.write(model.bytes()),
    type: 'Q8_0',
    out: files.path(out),
  });

  it('writes what the conversion writes, and tells how far it is', async () => {
    const percents: number[] = [];
    await convertInThread(PROGRAM, options('a.gguf'), {
      signal: new AbortController().signal,
      onPercent: (percent) => void percents.push(percent),
    });
    await convertOpenElm(options('b.gguf'));
    assert.deepEqual(readFileSync(files.path('a.gguf')), readFileSync(files.path('b.gguf')));
    assert.equal(percents.at(-1), 100);
    assert.deepEqual(
      percents,
      [...new Set(percents)].sort((a, b) => a - b),
    );
  });

  it('refuses what the conversion refuses, with the same words', async () => {
    writeFileSync(files.path('there.gguf'), '');
    const listener = { signal: new AbortController().signal, onPercent: () => undefined };
    await refuses(convertInThread(PROGRAM, options('there.gguf'), listener), 'exists');
  });

  it('ends when it is called off, and leaves nothing behind', async () => {
    const abort = new AbortController();
    abort.abort();
    const listener = { signal: abort.signal, onPercent: () => undefined };
    await assert.rejects(convertInThread(PROGRAM, options('off.gguf'), listener), { name: 'AbortError' });
    const left = readdirSync(path.dirname(files.path('x'))).filter((name) => name.startsWith('off'));
    assert.deepEqual(left, []);
  });
});
