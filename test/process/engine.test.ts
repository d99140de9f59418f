import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { EngineError, type EngineErrorCode } from '../../src/engine/engineError.ts';
import { EngineProcess } from '../../src/engine/engineProcess.ts';
import { type GenerateResult, type GenerateParams } from '../../src/engine/protocol.ts';
import { BUILT_IN_MODEL, ENGINE_ENTRY } from '../../tools/support/headlessEngine.ts';

const CODE =
  'export function readAll(path: string): string {\n  return fs.readFileSync(path, "utf8");\n}\n\n';

const params = (more: Partial<GenerateParams> = {}): GenerateParams => ({
  handle: 'a',
  purpose: 'completion',
  group: 'file:///a.ts',
  prompt: { kind: 'plain', text: `${CODE}export function write` },
  maxTokens: 16,
  ...more,
});

describe('the engine process with the built-in model', () => {
  let engine: EngineProcess;

  before(async () => {
    engine = await EngineProcess.start({
      candidate: { backend: 'cpu', entry: ENGINE_ENTRY },
      threads: 1,
      log: () => undefined,
    });
    await engine.request('model/load', { handle: 'a', path: BUILT_IN_MODEL });
  });
  after(() => engine.stop());

  const rejectsWith = (promise: Promise<unknown>, code: EngineErrorCode): Promise<void> =>
    assert.rejects(promise, (error) => error instanceof EngineError && error.code === code);

  it('streams the text that it returns', async () => {
    let streamed = '';
    const result = await engine.request('text/generate', params(), {
      onChunk: ({ text }) => {
        streamed += text;
      },
    });
    assert.notEqual(result.text, '');
    assert.equal(streamed, result.text);
  });

  it('evaluates only what follows the common prefix', async () => {
    await engine.request('text/generate', params());
    const again = await engine.request('text/generate', params());
    assert.equal(again.reusedTokens, again.promptTokens - 1);
  });

  // Of a text that it is sure of: batches of different sizes are rounded differently, which decides between equals.
  it('says the same from a warm cache as from a cold one', async () => {
    const prompt = { kind: 'plain' as const, text: `${CODE.repeat(4)}export` };
    const cold = await engine.request('text/generate', params({ prompt, maxTokens: 24 }));
    await engine.request('text/generate', params({ prompt: { kind: 'plain', text: `${CODE}let other` } }));
    const warm = await engine.request('text/generate', params({ prompt, maxTokens: 24 }));
    assert.equal(warm.text, cold.text);
  });

  it('stops in the prefill when it is aborted there, and is free for the next request', async () => {
    const abort = new AbortController();
    const prompt = { kind: 'plain' as const, text: `// ${Math.random()}\n${CODE.repeat(15)}` };
    const request = engine.request('text/generate', params({ prompt }), { signal: abort.signal });
    abort.abort();
    const aborted = await request;
    assert.deepEqual([aborted.stopReason, aborted.generatedTokens], ['aborted', 0]);
    assert.notEqual((await engine.request('text/generate', params())).text, '');
  });

  it('stops in the decode when it is aborted there', async () => {
    const abort = new AbortController();
    const result = await engine.request('text/generate', params({ maxTokens: 300 }), {
      signal: abort.signal,
      onChunk: () => {
        abort.abort();
      },
    });
    assert.equal(result.stopReason, 'aborted');
    assert.ok(result.generatedTokens < 300, `${result.generatedTokens}`);
  });

  it('lets a newer request of the same document take an older one’s place', async () => {
    const older = engine.request('text/generate', params({ maxTokens: 300 }));
    const newer = engine.request('text/generate', params());
    assert.equal((await older).stopReason, 'aborted');
    assert.notEqual((await newer).stopReason, 'aborted');
  });

  it('serves requests of two documents one after the other', async () => {
    const both = await Promise.all([
      engine.request('text/generate', params()),
      engine.request('text/generate', params({ group: 'file:///b.ts' })),
    ]);
    assert.ok(both.every(({ stopReason }) => stopReason !== 'aborted'));
    assert.equal(both[0].text, both[1].text);
  });

  it('answers a completion while a chat is being written, and the chat loses nothing', async () => {
    const prompt = { kind: 'plain' as const, text: CODE };
    const alone = await engine.request('text/generate', params({ purpose: 'chat', prompt, maxTokens: 120 }));
    let streamed = '';
    let firstPiece = (): void => undefined;
    const begun = new Promise<void>((resolve) => {
      firstPiece = resolve;
    });
    let chatEnded = false;
    const chat = engine
      .request('text/generate', params({ purpose: 'chat', group: 'chat', prompt, maxTokens: 120 }), {
        onChunk: ({ text }) => {
          streamed += text;
          firstPiece();
        },
      })
      .finally(() => {
        chatEnded = true;
      });
    await begun;
    await engine.request('text/generate', params({ maxTokens: 8 }));
    assert.equal(chatEnded, false, 'the completion came first');
    assert.equal((await chat).text, alone.text);
    assert.equal(streamed, alone.text);
  });

  it('writes two answers asked for at once as it writes each alone', async () => {
    const chat = (group: string, text: string): Promise<GenerateResult> =>
      engine.request(
        'text/generate',
        params({ purpose: 'chat', group, prompt: { kind: 'plain', text }, maxTokens: 60 }),
      );
    const other = 'import os\n\ndef read_lines(path):\n    with open(path) as file:\n';
    const alone = [await chat('a', CODE), await chat('b', other)];
    const together = await Promise.all([chat('a', CODE), chat('b', other)]);
    assert.deepEqual(
      together.map(({ text }) => text),
      alone.map(({ text }) => text),
    );
    assert.notEqual(alone[0]?.text, alone[1]?.text);
  });

  it('holds two models at once, told apart by their handles', async () => {
    await engine.request('model/load', { handle: 'b', path: BUILT_IN_MODEL });
    const [a, b] = await Promise.all([
      engine.request('text/generate', params()),
      engine.request('text/generate', params({ handle: 'b', group: 'file:///b.ts' })),
    ]);
    assert.equal(a.text, b.text);
    await engine.request('model/unload', { handle: 'b' });
    await rejectsWith(engine.request('text/generate', params({ handle: 'b' })), 'noSuchModel');
  });

  for (const text of ['// 你好，世界。这个函数', '# 👍🏽 emoji: 👩‍💻', 'e\u0301a\u0308 combining: n\u0303']) {
    it(`never writes half a character after “${text}”`, async () => {
      const pieces: string[] = [];
      await engine.request(
        'text/generate',
        params({ prompt: { kind: 'plain', text }, maxTokens: 60, temperature: 1.5, seed: 7 }),
        {
          onChunk: (chunk) => void pieces.push(chunk.text),
        },
      );
      assert.ok(
        pieces.every((piece) => !piece.includes('\uFFFD')),
        JSON.stringify(pieces),
      );
      assert.ok(pieces.every((piece) => Buffer.from(piece).toString() === piece));
    });
  }

  it('never lets prompt and answer pass the trained context', async () => {
    const prompt = { kind: 'plain' as const, text: CODE.repeat(200) };
    const result = await engine.request('text/generate', params({ prompt, maxTokens: 64 }));
    assert.ok(result.promptTokens + 64 <= 1024, `${result.promptTokens}`);
  });

  it('refuses parameters of the wrong shape and lives on', async () => {
    const wrong = { handle: 'a', purpose: 'completion', group: 'g', prompt: 'text', maxTokens: 1 };
    await rejectsWith(engine.request('text/generate', wrong as unknown as GenerateParams), 'invalidParams');
    await rejectsWith(engine.request('text/generate', params({ maxTokens: -1 })), 'invalidParams');
    assert.notEqual((await engine.request('text/generate', params())).text, '');
  });

  it('runs at a lower priority than this process', async function () {
    if (process.platform === 'win32') {
      this.skip(); // priorities are classes there; only the engine itself can read its own
    }
    const { getPriority } = await import('node:os');
    const { processId } = engine.hello;
    const threads =
      process.platform === 'linux' ? (await readdir(`/proc/${processId}/task`)).map(Number) : [processId];
    assert.ok(threads.length > 0);
    assert.deepEqual(
      threads.filter((thread) => getPriority(thread) <= getPriority(process.pid)),
      [],
    );
  });
});
