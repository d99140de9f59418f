import assert from 'node:assert/strict';
import { copyFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type GenerateResult, type KeepReadingParams } from '../../src/engine/protocol.ts';
import { type EngineRequest } from '../../src/engine/supervisorOptions.ts';
import { entryOf } from '../../src/engine/worker/stateFile.ts';
import { ROOT } from '../../tools/support/headlessEngine.ts';
import { testEngine } from '../support/engines.ts';
import { miniatureOpenElm } from '../support/miniatureOpenElm.ts';
import { temporaryFiles } from '../support/temporaryFiles.ts';

const SOURCE = readFileSync(path.join(ROOT, 'src/engine/supervisor.ts'), 'utf8');
/** As many tokens of the miniature, about: enough to be worth keeping. */
const TEXT = SOURCE.slice(0, 400);
const OTHER = SOURCE.slice(4000, 4300);
const BUDGET_BYTES = 64 * 1024 ** 2;

type Forget = () => Promise<unknown>;

describe('what engines have read', function () {
  const files = temporaryFiles();
  // Random weights: what they write is as good as any text to compare, and they are read in no time.
  const model = files.path('miniature.gguf');
  let folder = '';
  let count = 0;
  before(() => {
    writeFileSync(model, miniatureOpenElm().bytes());
  });
  beforeEach(() => {
    folder = files.path(`reading-${++count}`);
  });

  const request = (text: string, more: Partial<EngineRequest> = {}): EngineRequest => ({
    purpose: 'completion',
    group: 'file:///a.ts',
    prompt: { kind: 'plain', text },
    maxTokens: 16,
    temperature: 0,
    keeps: true,
    ...more,
  });
  const states = (): readonly string[] => {
    try {
      return readdirSync(folder).filter((name) => name.endsWith('.kv'));
    } catch {
      return [];
    }
  };
  const only = (): string => path.join(folder, states()[0] ?? '');
  /** A new engine process, in which the work is done. */
  const withEngine = async <T>(
    work: (
      generate: (asked: EngineRequest) => Promise<GenerateResult>,
      forget: Forget,
      log: readonly string[],
    ) => Promise<T>,
    options: { keep?: Partial<KeepReadingParams>; modelPath?: string } = {},
  ): Promise<T> => {
    let forget: Forget = () => Promise.resolve();
    const key = Buffer.alloc(32, 7).toString('base64');
    const keep = { folder, budgetBytes: BUDGET_BYTES, key, ...options.keep };
    const { supervisor, log } = testEngine({
      config: { modelPath: options.modelPath ?? model },
      onEngine: (engine) => {
        void engine.request('reading/keep', keep);
        forget = () => engine.request('reading/forget', {});
      },
    });
    try {
      await supervisor.ready();
      const never = new AbortController().signal;
      return await work(
        (asked) => supervisor.generate(asked, never, () => undefined),
        () => forget(),
        log,
      );
    } finally {
      await supervisor.dispose();
    }
  };
  const ask = (asked: EngineRequest, options?: Parameters<typeof withEngine>[1]): Promise<GenerateResult> =>
    withEngine((generate) => generate(asked), options);
  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) {
      await delay(50);
    }
  };
  /** Has a text read and waits until that is on the disk. */
  const keep = (asked: EngineRequest): Promise<GenerateResult> =>
    withEngine(async (generate) => {
      const result = await generate(asked);
      await until(() => states().length > 0);
      return result;
    });

  it('is not read again by the next one, which writes the same', async () => {
    const first = await keep(request(TEXT));
    assert.equal(first.reusedTokens, 0);
    if (process.platform !== 'win32') {
      assert.equal(statSync(only()).mode & 0o777, 0o600);
      assert.equal(statSync(folder).mode & 0o777, 0o700);
    }
    const second = await ask(request(TEXT));
    assert.ok(
      second.reusedTokens >= second.promptTokens - 2,
      `${second.reusedTokens} of ${second.promptTokens}`,
    );
    assert.equal(second.text, first.text);
  });

  it('is of use for a text that goes on otherwise, which is written as without it', async () => {
    await keep(request(TEXT));
    const other = `${TEXT.slice(0, -100)}\n  const answers = [];\n  for (`;
    const plain = await ask(request(other, { keeps: false }));
    assert.equal(plain.reusedTokens, 0, 'what may not be kept is not looked for either');
    const { text, reusedTokens } = await ask(request(other));
    assert.ok(reusedTokens > 200, String(reusedTokens));
    assert.equal(text, plain.text);
  });

  it('comes back when another text was read in between', async () => {
    await withEngine(async (generate) => {
      const first = await generate(request(TEXT));
      await until(() => states().length === 1);
      await generate(request(OTHER, { group: 'file:///b.ts' }));
      const again = await generate(request(TEXT));
      assert.ok(again.reusedTokens >= again.promptTokens - 2, String(again.reusedTokens));
      assert.equal(again.text, first.text);
    });
  });

  it('is kept as it was moved, where the text begins with a later line', async () => {
    const later = `${SOURCE.slice(150, 700)}\n  const answers = [];\n`;
    const moved = await withEngine(async (generate) => {
      await generate(request(SOURCE.slice(0, 700), { keeps: false }));
      const result = await generate(request(later));
      await until(() => states().length > 0);
      return result;
    });
    const { promptTokens, reusedTokens } = moved;
    assert.ok(reusedTokens > promptTokens / 2 && reusedTokens < promptTokens - 4, String(reusedTokens));
    const second = await ask(request(later));
    assert.ok(second.reusedTokens >= promptTokens - 2, String(second.reusedTokens));
    assert.equal(second.text, moved.text);
  });

  it('is read anew where a byte was changed, and the file is gone', async () => {
    const first = await keep(request(TEXT));
    const bytes = readFileSync(only());
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    writeFileSync(only(), bytes);
    const second = await withEngine(async (generate, _forget, log) => {
      const result = await generate(request(TEXT));
      assert.deepEqual(states(), []);
      assert.match(log.join('\n'), /is not used: .*seal/u);
      return result;
    });
    assert.equal(second.reusedTokens, 0);
    assert.equal(second.text, first.text);
  });

  it('is of no use to another installation', async () => {
    await keep(request(TEXT));
    const key = Buffer.alloc(32, 8).toString('base64');
    assert.equal((await ask(request(TEXT), { keep: { key } })).reusedTokens, 0);
  });

  it('is of no use to another model', async () => {
    await keep(request(TEXT));
    const modelPath = files.path('another.gguf');
    copyFileSync(model, modelPath);
    assert.equal((await ask(request(TEXT), { modelPath })).reusedTokens, 0);
  });

  it('is not kept of a text that may not be, nor of one that was asked about in a chat', async () => {
    await withEngine(async (generate) => {
      await generate(request(TEXT, { keeps: false }));
      await generate(request(TEXT, { purpose: 'chat' }));
      // When what is read after them is on the disk, they would be too.
      const { promptTokens } = await generate(request(OTHER, { group: 'file:///b.ts' }));
      await until(() => states().length > 0);
      assert.equal(states().length, 1);
      const { tokens } = await entryOf(only());
      assert.ok(tokens.length <= promptTokens + 16, `${tokens.length} of ${promptTokens}`);
    });
  });

  it('is gone when it shall be forgotten, while the engine runs, which then keeps what is read later', async () => {
    await withEngine(async (generate, forget) => {
      await generate(request(TEXT));
      await until(() => states().length === 1);
      await forget();
      assert.deepEqual(readdirSync(folder), []);
      await generate(request(OTHER));
      await until(() => states().length === 1);
    });
  });

  it('costs nothing but the reading where nothing can be written', async () => {
    writeFileSync(folder, 'no folder');
    await withEngine(async (generate, _forget, log) => {
      await generate(request(TEXT));
      await until(() => log.join('\n').includes('no longer kept on the disk'));
      assert.ok((await generate(request(TEXT))).generatedTokens > 0);
    });
  });
});
