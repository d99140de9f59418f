import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { EngineError, type EngineErrorCode } from '../../src/engine/engineError.ts';
import { fakeEngine, generate, isAlive, processId, testEngine, type TestEngine } from '../support/engines.ts';

const rejectsWith = (promise: Promise<unknown>, code: EngineErrorCode): Promise<void> =>
  assert.rejects(promise, (error) => error instanceof EngineError && error.code === code);

describe('a supervised engine', () => {
  let engine: TestEngine;
  afterEach(() => engine.supervisor.dispose());

  it('settles the running request and comes back when it is killed in mid-generation', async () => {
    engine = testEngine();
    const first = await processId(engine);
    const request = generate(engine, {
      maxTokens: 200,
      onText: () => {
        if (isAlive(first)) {
          process.kill(first, 'SIGKILL');
        }
      },
    });
    await rejectsWith(request, 'engineCrashed');
    const { text } = await generate(engine);
    assert.notEqual(text, '');
    assert.notEqual(await processId(engine), first);
    assert.deepEqual(engine.bad(), [], 'a kill from outside is no back end’s fault');
  });

  for (const [behaviour, text] of [
    ['abortedOnly', 'fake'],
    ['wordless', ''],
  ] as const) {
    it(`survives twenty kills in a row when each is followed by an answer (${behaviour})`, async () => {
      engine = fakeEngine({ cpu: behaviour });
      for (let kill = 0; kill < 20; kill++) {
        assert.equal((await generate(engine)).text, text);
        const restarted = engine.until('restarting');
        process.kill(await processId(engine), 'SIGKILL');
        await restarted;
        await engine.until('ready');
      }
    });
  }

  it('gives up after repeated crashes while loading, and starts again when the user says so', async () => {
    engine = fakeEngine({ cpu: 'exit' });
    await assert.rejects(engine.supervisor.ready());
    const state = await engine.until('failed');
    assert.ok(state.kind === 'failed' && state.error.code === 'gaveUp');
    assert.equal(engine.states.filter(({ kind }) => kind === 'starting').length, 6);
    await rejectsWith(generate(engine), 'gaveUp');
    await assert.rejects(engine.supervisor.restart());
    assert.equal(engine.states.filter(({ kind }) => kind === 'starting').length, 7);
  });

  it('ends a process that no longer moves, and starts another', async () => {
    engine = testEngine();
    const first = await processId(engine);
    process.kill(first, 'SIGSTOP');
    await rejectsWith(generate(engine), 'engineHung');
    assert.notEqual((await generate(engine)).text, '');
    assert.equal(isAlive(first), false);
  });

  it('is gone when the editor is killed', async () => {
    engine = fakeEngine({ cpu: 'work' });
    const editor = fork(path.join(import.meta.dirname, '..', 'support', 'editorStandIn.ts'), [], {
      execArgv: ['--import', 'tsx'],
    });
    const [pid] = (await once(editor, 'message')) as [number];
    assert.ok(isAlive(pid));
    editor.kill('SIGKILL');
    while (isAlive(pid)) {
      // The test's timeout is the limit.
      await new Promise<void>((resolve) => {
        setImmediate(resolve);
      });
    }
  });

  it('shrugs off garbage on its channel', async () => {
    engine = fakeEngine({ cpu: 'garbage' });
    assert.equal((await generate(engine)).text, 'fake');
  });

  it('ends after its idle time and comes back by itself', async () => {
    engine = testEngine({ config: { idleMs: 50 } });
    const first = await processId(engine);
    const resting = await engine.until('resting');
    assert.deepEqual(resting, { kind: 'resting', reason: 'idle' });
    assert.notEqual((await generate(engine)).text, '');
    assert.equal(isAlive(first), false);
  });

  it('does not start again when it is stopped on purpose', async () => {
    engine = fakeEngine({ cpu: 'work' });
    await engine.supervisor.ready();
    await engine.supervisor.rest('otherWindow');
    assert.deepEqual(engine.supervisor.state, { kind: 'resting', reason: 'otherWindow' });
    assert.equal(
      engine.states.some(({ kind }) => kind === 'restarting'),
      false,
    );
  });

  it('ends once what is under way has its answer when it shall rest then', async () => {
    engine = testEngine();
    let isAsked = false;
    const { stopReason } = await generate(engine, {
      maxTokens: 12,
      onText: () => {
        if (!isAsked) {
          isAsked = true;
          engine.supervisor.restWhenDone('otherWindow');
        }
      },
    });
    assert.notEqual(stopReason, 'aborted');
    assert.deepEqual(await engine.until('resting'), { kind: 'resting', reason: 'otherWindow' });
  });

  it('ends a process that does not even greet when it is switched off', async () => {
    engine = fakeEngine({ cpu: 'silent' });
    const asked = engine.supervisor.ready();
    const greeting = (): string | undefined => engine.log.find((line) => line.startsWith('silent'));
    while (greeting() === undefined) {
      // The test's timeout is the limit.
      await new Promise<void>((resolve) => {
        setImmediate(resolve);
      });
    }
    await Promise.all([rejectsWith(asked, 'engineStopped'), engine.supervisor.rest('switchedOff')]);
    assert.equal(isAlive(Number(greeting()?.split(' ')[1])), false);
  });

  it('settles a request that the engine answers with an error of the RPC itself', async () => {
    engine = fakeEngine({ cpu: 'unknownError' });
    await rejectsWith(generate(engine), 'invalidParams');
    assert.equal(engine.supervisor.state.kind, 'ready');
  });

  it('stays off when it is switched off in the middle of a restart', async () => {
    engine = fakeEngine({ cpu: 'work' });
    await engine.supervisor.ready();
    await Promise.all([engine.supervisor.restart(), engine.supervisor.rest('switchedOff')]);
    assert.deepEqual(engine.supervisor.state, { kind: 'resting', reason: 'switchedOff' });
  });

  it('is off at once when it is switched off while it waits to restart', async () => {
    engine = fakeEngine({ cpu: 'exit' });
    void engine.supervisor.ready().catch(() => undefined);
    await engine.until('restarting');
    await engine.supervisor.rest('switchedOff');
    assert.deepEqual(engine.supervisor.state, { kind: 'resting', reason: 'switchedOff' });
  });

  it('is not started earlier than the back-off says, however many ask', async () => {
    engine = fakeEngine({ cpu: 'exit' });
    const asked = Array.from({ length: 3 }, () => engine.supervisor.ready().catch(() => undefined));
    await engine.until('restarting');
    const starts = engine.states.filter(({ kind }) => kind === 'starting').length;
    asked.push(...Array.from({ length: 5 }, () => engine.supervisor.ready().catch(() => undefined)));
    assert.equal(engine.states.filter(({ kind }) => kind === 'starting').length, starts);
    await Promise.all(asked);
  });

  it('says so when the engine is not there at all', async () => {
    engine = testEngine({ candidates: [{ backend: 'cpu', entry: '/nowhere/main.mjs' }] });
    await assert.rejects(engine.supervisor.ready());
    const state = await engine.until('failed');
    assert.ok(state.kind === 'failed' && state.error.code === 'gaveUp');
  });
});

describe('the ladder of back ends', () => {
  let engine: TestEngine;
  afterEach(() => engine.supervisor.dispose());

  for (const failure of ['crash', 'exit', 'refuse', 'crashInGeneration']) {
    it(`steps down to the CPU and remembers it when Vulkan fails by “${failure}”`, async () => {
      engine = fakeEngine({ vulkan: failure, cpu: 'work' });
      await generate(engine).catch(() => undefined); // the first generation may be what fails
      await generate(engine);
      const ready = await engine.supervisor.ready();
      assert.equal(ready.hello.backend, 'cpu');
      assert.deepEqual(
        engine.bad().map(({ backend }) => backend),
        ['vulkan'],
      );
      assert.equal(ready.skipped[0]?.backend, 'vulkan');
    });
  }

  for (const when of ['killedWhileGreeting', 'killedFromOutside']) {
    it(`does not blame the GPU for a kill from outside (${when})`, async () => {
      engine = fakeEngine({ vulkan: when, cpu: 'work' });
      await assert.rejects(engine.supervisor.ready());
      assert.deepEqual(engine.bad(), []);
    });
  }

  for (const signal of ['SIGKILL', 'SIGINT', 'SIGABRT'] as const) {
    it(`does not blame the GPU when it is ended by ${signal} with no generation under way`, async () => {
      engine = fakeEngine({ vulkan: 'work', cpu: 'work' });
      process.kill(await processId(engine), signal);
      await engine.until('restarting');
      assert.deepEqual(engine.bad(), []);
    });
  }

  it('tries a bad one again even if somebody asks before the old engine has ended', async () => {
    engine = fakeEngine({ vulkan: 'refuse', cpu: 'work' });
    await engine.supervisor.ready();
    const isTold = (line: string): boolean => line.includes('vulkan is not used');
    const tries = engine.log.filter(isTold).length;
    await Promise.all([engine.supervisor.restart({ retryBadBackends: true }), generate(engine)]);
    assert.equal(engine.log.filter(isTold).length, tries + 1);
  });

  it('tries a bad one again when the user says so', async () => {
    engine = fakeEngine({ vulkan: 'refuse', cpu: 'work' });
    await engine.supervisor.ready();
    assert.equal(engine.bad().length, 1);
    const tries = engine.log.filter((line) => line.includes('vulkan is not used')).length;
    await engine.supervisor.restart({ retryBadBackends: true });
    assert.equal(engine.log.filter((line) => line.includes('vulkan is not used')).length, tries + 1);
  });
});
