import assert from 'node:assert/strict';
import { type ModelInfo } from '../../../src/engine/protocol.ts';
import { LoadedModel, type EngineTools } from '../../../src/engine/worker/loadedModel.ts';
import { type NativeRuntime } from '../../../src/engine/worker/nativeRuntime.ts';
import { PriorityLock } from '../../../src/engine/worker/priorityLock.ts';
import { type ModelFacts } from '../../../src/models/modelFacts.ts';
import { scriptedModel } from '../../support/scriptedModel.ts';

/** Milliseconds that a token of a scripted model takes. */
interface Pace {
  readonly allThreadsMs: number;
  readonly oneThreadMs: number;
}

const ALL_THREADS = 8;
const FACTS = {
  contextLength: 512,
  name: 'scripted',
  parameters: 1,
  sizeBytes: 1,
  estimatedMemoryBytes: { keyValueCache: 1 },
} as unknown as ModelFacts;

/** A runtime whose models take as long as they are said to, on a clock of its own. */
class ScriptedRuntime implements NativeRuntime {
  readonly backend = 'cpu';
  readonly devices = [];
  readonly release = 'test';
  threads = ALL_THREADS;
  nowMs = 0;
  /** Threads that computed each decoded token, by model. */
  readonly seen = new Map<string, number[]>();
  /** Called after each step of any model. */
  onStep: () => void | Promise<void> = () => undefined;

  constructor(private readonly paces: Readonly<Record<string, Pace>>) {}

  deviceMemory(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  loadModel(path: string): ReturnType<NativeRuntime['loadModel']> {
    const pace = this.paces[path] ?? { allThreadsMs: 1, oneThreadMs: 1 };
    const steps: number[] = [];
    this.seen.set(path, steps);
    return Promise.resolve(
      scriptedModel({
        text: 'a text of several tokens',
        onStep: async (kind) => {
          if (kind === 'decode') {
            steps.push(this.threads);
          }
          this.nowMs += this.threads === 1 ? pace.oneThreadMs : pace.allThreadsMs;
          await this.onStep();
        },
      }),
    );
  }
}

describe('LoadedModel', () => {
  const realNow = performance.now.bind(performance);

  afterEach(() => {
    performance.now = realNow;
  });

  function start(paces: Readonly<Record<string, Pace>>): {
    runtime: ScriptedRuntime;
    load: (path: string) => Promise<{ model: LoadedModel; info: ModelInfo }>;
  } {
    const runtime = new ScriptedRuntime(paces);
    performance.now = () => runtime.nowMs;
    const tools: EngineTools = {
      runtime,
      lock: new PriorityLock(),
      threads: runtime.threads,
      areThreadsFixed: false,
      onProgress: () => undefined,
      log: () => undefined,
    };
    return {
      runtime,
      load: (path) => LoadedModel.load(tools, { handle: path, path }, FACTS, () => undefined),
    };
  }

  const write = (model: LoadedModel): Promise<unknown> =>
    model.generate(
      { handle: '', purpose: 'completion', group: '', prompt: { kind: 'plain', text: 'x' }, maxTokens: 5 },
      new AbortController().signal,
      () => undefined,
    );

  it('finds for each model by itself how many threads help it', async () => {
    const { runtime, load } = start({
      small: { allThreadsMs: 30, oneThreadMs: 1 },
      large: { allThreadsMs: 70, oneThreadMs: 500 },
    });
    const small = await load('small');
    const large = await load('large');
    await write(small.model);
    await write(large.model);
    await write(small.model);
    assert.deepEqual(runtime.seen.get('small')?.slice(-10), Array(10).fill(1));
    assert.deepEqual(runtime.seen.get('large')?.slice(-5), Array(5).fill(ALL_THREADS));
  });

  it('takes a model for no slower because another one is quick', async () => {
    const { runtime, load } = start({
      small: { allThreadsMs: 2, oneThreadMs: 9 },
      large: { allThreadsMs: 70, oneThreadMs: 500 },
    });
    const small = await load('small');
    const large = await load('large');
    for (let round = 0; round < 10; round++) {
      await write(small.model);
      await write(large.model);
    }
    assert.deepEqual(runtime.seen.get('large')?.slice(-5), Array(5).fill(ALL_THREADS));
  });

  it('tells the speed of the threads that it goes on with', async () => {
    const { load } = start({
      small: { allThreadsMs: 40, oneThreadMs: 5 },
      large: { allThreadsMs: 50, oneThreadMs: 500 },
    });
    assert.equal(Math.round((await load('small')).info.decodeSpeed), 200);
    assert.equal(Math.round((await load('large')).info.decodeSpeed), 20);
  });

  it('gives up the trial of one thread when it takes clearly longer', async () => {
    const { runtime, load } = start({ large: { allThreadsMs: 10, oneThreadMs: 1000 } });
    await load('large');
    assert.ok(runtime.nowMs < 2500, `${runtime.nowMs} ms went by`);
  });

  it('lets completions of another model in between while it is tried out', async () => {
    const { runtime, load } = start({});
    const small = await load('small');
    let completion: Promise<unknown> | undefined;
    const order: string[] = [];
    runtime.onStep = () => {
      completion ??= write(small.model).then(() => void order.push('completion'));
    };
    await load('large').then(() => order.push('loaded'));
    await completion;
    assert.deepEqual(order, ['completion', 'loaded']);
  });
});
