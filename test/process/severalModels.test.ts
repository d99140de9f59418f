import assert from 'node:assert/strict';
import { EngineError } from '../../src/engine/engineError.ts';
import { type EngineConfig } from '../../src/engine/engineStarter.ts';
import { type GenerateResult } from '../../src/engine/protocol.ts';
import { BUILT_IN_MODEL } from '../../tools/support/headlessEngine.ts';
import { fakeEngine, generate, processId, testEngine, type TestEngine } from '../support/engines.ts';
import { miniatureOpenElm } from '../support/miniatureOpenElm.ts';
import { temporaryFiles } from '../support/temporaryFiles.ts';

/** What the settings say; a test changes it. */
type Choice = { -readonly [Key in keyof EngineConfig]?: EngineConfig[Key] };

describe('an engine with several models', () => {
  const files = temporaryFiles();
  let engine: TestEngine;
  afterEach(() => engine.supervisor.dispose());

  const miniature = (): string => files.write(miniatureOpenElm().bytes());
  const chat = (modelPath: string | undefined): Promise<GenerateResult> =>
    engine.supervisor.generate(
      {
        purpose: 'chat',
        group: 'chat',
        prompt: { kind: 'pieces', pieces: [{ text: 'the quick brown fox' }] },
        maxTokens: 4,
        modelPath,
      },
      new AbortController().signal,
      () => undefined,
    );

  it('answers a chat with another model than completions, both in one process', async () => {
    const other = miniature();
    engine = testEngine();
    const process = await processId(engine);
    const [completion, answer] = await Promise.all([generate(engine), chat(other)]);
    assert.ok(completion.generatedTokens > 0 && answer.generatedTokens > 0);
    assert.equal((await engine.supervisor.model(other)).path, other);
    assert.equal((await engine.supervisor.model()).path, BUILT_IN_MODEL);
    assert.equal(await processId(engine), process);
  });

  it('counts tokens in the vocabulary of the model that is named', async () => {
    const other = miniature();
    engine = testEngine();
    const text = 'function add(first, second) { return first + second; }';
    const [[own], [others]] = await Promise.all([
      engine.supervisor.countTokens([text]),
      engine.supervisor.countTokens([text], other),
    ]);
    assert.ok(own !== undefined && others !== undefined && own < others, `${own} and ${others}`);
  });

  it('keeps one further model, and unloads it for the next when nobody uses it', async () => {
    engine = fakeEngine({ cpu: 'work' }, { modelPath: '/a.gguf' });
    await Promise.all([chat('/b.gguf'), chat('/b.gguf'), chat('/c.gguf')]);
    await chat(undefined);
    const lines = engine.log.flatMap((line) => line.split('\n')).filter((line) => /^(un)?load /.test(line));
    assert.deepEqual(lines, ['load /a.gguf', 'load /b.gguf', 'unload model 1', 'load /c.gguf']);
  });

  it('says what is wrong with a further model, and goes on with the one it has', async () => {
    const broken = files.write(Buffer.from('<!doctype html>'));
    engine = testEngine();
    await assert.rejects(
      chat(broken),
      (error) => error instanceof EngineError && error.code === 'modelRejected',
    );
    assert.ok((await chat(undefined)).generatedTokens > 0);
    assert.equal(engine.supervisor.state.kind, 'ready');
  });

  it('changes to the model of the settings while the old one answers', async () => {
    const choice: Choice = { modelPath: BUILT_IN_MODEL };
    engine = testEngine({ config: choice });
    const process = await processId(engine);
    const before = engine.states.length;
    choice.modelPath = miniature();
    await Promise.all([engine.supervisor.apply(), generate(engine)]);
    assert.deepEqual(
      engine.states.slice(before).map((state) => state.kind === 'ready' && state.engine.model.path),
      [choice.modelPath],
    );
    assert.ok((await generate(engine)).generatedTokens > 0);
    assert.equal(await processId(engine), process);
  });

  it('ends with the model that the settings name last', async () => {
    const choice: Choice = { modelPath: BUILT_IN_MODEL };
    engine = testEngine({ config: choice });
    await engine.supervisor.ready();
    choice.modelPath = miniature();
    const first = engine.supervisor.apply();
    choice.modelPath = BUILT_IN_MODEL;
    await Promise.all([first, engine.supervisor.apply()]);
    assert.equal((await engine.supervisor.model()).path, BUILT_IN_MODEL);
  });

  it('ends with what the settings name last where it takes a new engine', async () => {
    const choice: Choice = { modelPath: '/a.gguf', threads: 1 };
    engine = fakeEngine({ cpu: 'work' }, choice);
    const before = await processId(engine);
    Object.assign(choice, { modelPath: '/b.gguf', threads: 2 });
    const applied = engine.supervisor.apply();
    await engine.until('loading');
    Object.assign(choice, { modelPath: '/c.gguf' });
    await Promise.all([applied, engine.supervisor.apply()]);
    const { state } = engine.supervisor;
    assert.equal(state.kind === 'ready' && state.engine.model.path, '/c.gguf');
    assert.notEqual(await processId(engine), before);
  });

  it('starts anew for what is changed while another model is loaded', async () => {
    const choice: Choice = { modelPath: '/a.gguf', threads: 1 };
    engine = fakeEngine({ cpu: 'work' }, choice);
    const before = await processId(engine);
    choice.modelPath = '/b.gguf';
    const applied = engine.supervisor.apply();
    choice.threads = 2;
    await Promise.all([applied, engine.supervisor.apply()]);
    assert.notEqual(await processId(engine), before);
  });

  it('shows what is wrong with the model that the settings name', async () => {
    const choice: Choice = { modelPath: BUILT_IN_MODEL };
    engine = testEngine({ config: choice });
    await engine.supervisor.ready();
    choice.modelPath = files.write(Buffer.from('GGUF, but not for long'));
    await assert.rejects(engine.supervisor.apply());
    const { state } = engine.supervisor;
    assert.ok(state.kind === 'failed' && state.error.code === 'modelRejected');
  });

  it('starts anew when another thing than the model is changed', async () => {
    const choice: Choice = { threads: 1 };
    engine = testEngine({ config: choice });
    const before = await processId(engine);
    choice.threads = 2;
    await engine.supervisor.apply();
    assert.notEqual(await processId(engine), before);
  });
});
