import assert from 'node:assert/strict';
import { EngineError } from '../../src/engine/engineError.ts';
import { EngineProcess } from '../../src/engine/engineProcess.ts';
import { type EngineConfig } from '../../src/engine/engineStarter.ts';
import { type AdapterChoice } from '../../src/models/adapters/adapterChoice.ts';
import { largestDifference } from '../../src/models/verify/largestDifference.ts';
import { openElmLogits } from '../../src/models/verify/openElmForward.ts';
import { ENGINE_ENTRY } from '../../tools/support/headlessEngine.ts';
import { generate, processId, testEngine, type TestEngine } from '../support/engines.ts';
import { ggufBytes } from '../support/ggufBytes.ts';
import { loraAdapter, type AdapterOptions } from '../support/loraAdapter.ts';
import { miniatureOpenElm, type MiniatureOpenElm } from '../support/miniatureOpenElm.ts';
import { publishedModel } from '../support/publishedOpenElm.ts';
import { temporaryFiles } from '../support/temporaryFiles.ts';

const TOKENS = [72, 101, 108, 108, 111, 44, 32, 119, 33, 7];
const CONTINUED = 8;
const MAX_DIFFERENCE = 1e-4;

const refused = (error: unknown, code: string): boolean =>
  error instanceof EngineError && error.code === 'adapterRejected' && error.detail['adapterCode'] === code;

describe('a model with a LoRA adapter', () => {
  const files = temporaryFiles();
  const model = miniatureOpenElm();
  const base = files.write(model.bytes());
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

  /** What the engine makes of some tokens: the probabilities after each, and how it goes on. */
  const measured = async (
    adapter?: AdapterChoice,
  ): Promise<{ logProbabilities: readonly (readonly number[])[]; tokens: readonly number[] }> => {
    const handle = `model ${++count}`;
    await engine.request('model/load', { handle, path: base, numerics: 'exact', adapter });
    const { logProbabilities } = await engine.request('model/score', { handle, tokens: TOKENS });
    const { tokens } = await engine.request('model/continue', { handle, tokens: TOKENS, count: CONTINUED });
    await engine.request('model/unload', { handle });
    return { logProbabilities, tokens };
  };
  const greedy = async (reference: MiniatureOpenElm): Promise<readonly number[]> => {
    const tokens = [...TOKENS];
    while (tokens.length < TOKENS.length + CONTINUED) {
      const scores = (await openElmLogits(publishedModel(reference), tokens)).at(-1) ?? new Float64Array();
      tokens.push(scores.indexOf(Math.max(...scores)));
    }
    return tokens.slice(TOKENS.length);
  };

  it('is the model itself at scale 0', async () => {
    const path = files.write(ggufBytes(loraAdapter(model).gguf));
    assert.deepEqual(await measured({ path, scale: 0 }), await measured());
  });

  for (const [what, scale, options] of [
    ['every matrix, by alpha and rank', 1, { rank: 4, alpha: 8 }],
    ['every matrix, half as much', 0.5, { rank: 8, alpha: 8, seed: 2 }],
    ['every matrix, without alpha', 0.25, { rank: 2, seed: 3 }],
    ['one matrix', 1, { rank: 4, alpha: 4, matrices: ['blk.1.attn_qkv.weight'] }],
  ] as const satisfies readonly (readonly [string, number, AdapterOptions])[]) {
    it(`computes what the merged weights give: ${what}`, async () => {
      const adapter = loraAdapter(model, options);
      const path = files.write(ggufBytes(adapter.gguf));
      const { logProbabilities, tokens } = await measured({ path, scale });
      const merged = adapter.merged(scale);
      const difference = largestDifference(
        await openElmLogits(publishedModel(merged), TOKENS),
        logProbabilities,
      );
      assert.ok(difference < MAX_DIFFERENCE, `${difference}`);
      assert.deepEqual(tokens, await greedy(merged));
      const toBase = largestDifference(await openElmLogits(publishedModel(model), TOKENS), logProbabilities);
      assert.ok(toBase > 0.05, `${toBase}`);
    });
  }

  it('is refused with an adapter of another model, and the engine goes on', async () => {
    const other = miniatureOpenElm({ shape: { width: 128 } });
    const path = files.write(ggufBytes(loraAdapter(other).gguf));
    await assert.rejects(measured({ path, scale: 1 }), (error) => refused(error, 'unfitTensor'));
    const gone = files.path('gone.gguf');
    await assert.rejects(measured({ path: gone, scale: 1 }), (error) => refused(error, 'noAdapterFile'));
    assert.equal((await measured()).tokens.length, CONTINUED);
  });

  describe('under supervision', () => {
    /** What the settings say; a test changes it. */
    type Choice = { -readonly [Key in keyof EngineConfig]?: EngineConfig[Key] };
    let supervised: TestEngine;
    afterEach(() => supervised.supervisor.dispose());

    const text = 'const first = second; return first;';
    const adapterFile = (options: AdapterOptions): string =>
      files.write(ggufBytes(loraAdapter(model, options).gguf));
    const path = adapterFile({ rank: 4, alpha: 8 });
    const start = (adapter?: AdapterChoice): Choice => {
      const choice: Choice = { modelPath: base, adapterOf: () => adapter };
      supervised = testEngine({ config: choice });
      return choice;
    };
    const logProbability = async (): Promise<number> => {
      let sum = 0;
      await supervised.supervisor.generate(
        { purpose: 'completion', group: 'a', prompt: { kind: 'plain', text }, maxTokens: 1 },
        new AbortController().signal,
        (chunk) => {
          sum += chunk.logProbability;
        },
      );
      return sum;
    };

    it('is told of, and changes without another process', async () => {
      const choice = start();
      const process = await processId(supervised);
      const without = await generate(supervised, { text });
      assert.ok((await generate(supervised, { text })).reusedTokens > 0);
      choice.adapterOf = () => ({ path, scale: 1 });
      await supervised.supervisor.apply();
      const { adapter } = await supervised.supervisor.model();
      assert.deepEqual({ ...adapter }, { path, scale: 1, name: 'random adapter', rank: 4, matrices: 4 * 5 });
      const changed = await generate(supervised, { text });
      assert.notEqual(changed.text, without.text);
      assert.equal(await processId(supervised), process);
    });

    it('takes nothing over from before: neither the model’s cache nor another scale’s', async () => {
      const choice = start({ path, scale: 1 });
      await supervised.supervisor.ready();
      await generate(supervised, { text });
      choice.adapterOf = () => ({ path, scale: 0.5 });
      await supervised.supervisor.apply();
      const first = await generate(supervised, { text });
      const switched = await logProbability();
      assert.ok(switched < 0, `${switched}`);
      // The start token is the only one that the measurement after loading shares.
      assert.ok(first.reusedTokens <= 1, `${first.reusedTokens}`);
      await supervised.supervisor.dispose();
      start({ path, scale: 0.5 });
      await generate(supervised, { text });
      assert.equal(await logProbability(), switched);
    });

    it('says why it is refused, and runs once the adapter is taken away', async () => {
      const broken = files.write(Buffer.from('<!doctype html>'));
      const choice = start({ path: broken, scale: 1 });
      await assert.rejects(supervised.supervisor.ready(), (error) => refused(error, 'badAdapterFile'));
      assert.equal(supervised.supervisor.state.kind, 'failed');
      choice.adapterOf = () => undefined;
      await supervised.supervisor.apply();
      assert.equal((await supervised.supervisor.model()).adapter, undefined);
    });

    it('leaves completions alone when a chat’s adapter does not fit', async () => {
      const chatModel = files.write(model.bytes());
      const other = files.write(ggufBytes(loraAdapter(miniatureOpenElm({ shape: { width: 128 } })).gguf));
      const choice = start();
      choice.adapterOf = (file) => (file === chatModel ? { path: other, scale: 1 } : undefined);
      await assert.rejects(supervised.supervisor.model(chatModel), (error) => refused(error, 'unfitTensor'));
      assert.ok((await generate(supervised, { text })).promptTokens > 0);
      choice.adapterOf = (file) => (file === chatModel ? { path, scale: 1 } : undefined);
      assert.equal((await supervised.supervisor.model(chatModel)).adapter?.path, path);
      assert.equal((await supervised.supervisor.model()).adapter, undefined);
    });
  });
});
