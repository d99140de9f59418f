import assert from 'node:assert/strict';
import { EngineError } from '../../src/engine/engineError.ts';
import { EngineProcess } from '../../src/engine/engineProcess.ts';
import { type GenerateResult, type ModelInfo } from '../../src/engine/protocol.ts';
import { ENGINE_ENTRY } from '../../tools/support/headlessEngine.ts';
import { miniatureOpenElm } from '../support/miniatureOpenElm.ts';
import { temporaryFiles } from '../support/temporaryFiles.ts';

const TRAINED = 8192;
const WORDS = 'the quick brown fox jumps over the lazy dog; ';

describe('a chat with a model of a long context', () => {
  const files = temporaryFiles();
  let engine: EngineProcess;
  let info: ModelInfo;

  before(async () => {
    const path = files.write(miniatureOpenElm({ shape: { contextLength: TRAINED } }).bytes());
    engine = await EngineProcess.start({
      candidate: { backend: 'cpu', entry: ENGINE_ENTRY },
      threads: 1,
      log: () => undefined,
    });
    info = await engine.request('model/load', { handle: 'a', path });
  });
  after(() => engine.stop());

  const chat = (text: string, maxTokens = 8): Promise<GenerateResult> =>
    engine.request('text/generate', {
      handle: 'a',
      purpose: 'chat',
      group: 'chat',
      prompt: { kind: 'pieces', pieces: [{ text }] },
      maxTokens,
    });

  it('may fill what the model was trained on, a completion no more than before', () => {
    assert.deepEqual([info.chatContextTokens, info.contextTokens], [TRAINED, 2048]);
  });

  it('grows when the prompt does, and then reads only what is new', async () => {
    const short = await chat(WORDS);
    const long = WORDS.repeat(60);
    const grown = await chat(long);
    assert.ok(grown.promptTokens > 2048 && grown.promptTokens < 4000, `${grown.promptTokens}`);
    assert.ok(short.generatedTokens > 0 && grown.generatedTokens > 0);
    const next = await chat(`${long}And then?`);
    assert.ok(next.reusedTokens >= grown.promptTokens - 8, `${next.reusedTokens} of ${grown.promptTokens}`);
  });

  it('says how much fits when the prompt has more', async () => {
    await assert.rejects(
      chat(WORDS.repeat(400)),
      (error) =>
        error instanceof EngineError && error.code === 'promptTooLong' && error.message.includes('8184 fit'),
    );
    assert.ok((await chat(WORDS)).generatedTokens > 0);
  });
});
