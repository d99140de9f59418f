/**
 * An engine process that misbehaves on request: it speaks the protocol by hand and follows the plan in
 * FAKE_ENGINE (JSON: back end → 'work', 'refuse', 'silent', 'otherVersion', 'garbage', 'abortedOnly', 'wordless', 'littleMemory', or a key of the tables below).
 */
const plan = JSON.parse(process.env.FAKE_ENGINE ?? '{}');
let behaviour = 'work';

const MODEL = {
  handle: 'default',
  path: '/fake.gguf',
  name: 'fake',
  architecture: 'openelm',
  parameters: 1,
  quantisation: 'F32',
  fileBytes: 1,
  contextTokens: 512,
  chatContextTokens: 512,
  trainedContextTokens: 512,
  fillInTheMiddle: false,
  gpuLayers: 0,
  loadMs: 1,
  prefillSpeed: 1000,
  decodeSpeed: 100,
};
/** What there is memory for, if that is less than the model was said to hold; a token is a word. */
const ROOM = 256;
const words = (text) => text.match(/\S+/gu)?.length ?? 0;
const RESULT = {
  text: 'fake',
  stopReason: 'endOfText',
  promptTokens: 1,
  reusedTokens: 0,
  generatedTokens: 1,
  firstTokenMs: 1,
  totalMs: 1,
  prefillSpeed: 1000,
  decodeSpeed: 100,
};

const WHILE_GREETING = {
  silent: () => process.stdout.write(`silent ${process.pid}\n`),
  killedWhileGreeting: () => process.kill(process.pid, 'SIGKILL'),
  garbage: () => {
    for (const junk of ['text', 42, null, [], { jsonrpc: '2.0' }, { id: 99, result: {} }, { method: 7 }]) {
      process.send(junk);
    }
    process.stdout.write('\u0000\u0001 not JSON \uFFFD\n');
  },
};

const WHILE_LOADING = {
  crash: () => process.abort(),
  exit: () => process.exit(3),
  killedFromOutside: () => process.kill(process.pid, 'SIGKILL'),
};

process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
const answer = (id, result) => process.send({ jsonrpc: '2.0', id, result });
const fail = (id, error) => process.send({ jsonrpc: '2.0', id, error });

/** Method → what the engine does with it. */
const METHODS = {
  'engine/hello': (id, { backend }) => {
    behaviour = plan[backend] ?? 'work';
    WHILE_GREETING[behaviour]?.();
    if (behaviour === 'silent') {
      return;
    }
    if (behaviour === 'refuse') {
      fail(id, {
        code: -32000,
        message: `no ${backend} here`,
        data: { code: 'backendFailed', detail: { backend } },
      });
      return;
    }
    answer(id, {
      protocolVersion: behaviour === 'otherVersion' ? 9 : 10,
      processId: process.pid,
      backend,
      devices: [],
      threads: 1,
      runtime: 'fake',
    });
  },
  'model/load': (id, { handle, path }) => {
    WHILE_LOADING[behaviour]?.();
    process.stdout.write(`load ${path}\n`);
    answer(id, { ...MODEL, handle, path });
  },
  'model/unload': (id, { handle }) => {
    process.stdout.write(`unload ${handle}\n`);
    answer(id, null);
  },
  'reading/keep': (id) => answer(id, null),
  'reading/forget': (id) => answer(id, null),
  'text/tokens': (id, { texts }) => answer(id, { counts: texts.map(words) }),
  'text/generate': (id, { prompt, maxTokens }) => {
    if (behaviour === 'crashInGeneration') process.abort();
    if (behaviour === 'unknownError') {
      fail(id, { code: -32603, message: 'internal error' });
      return;
    }
    const read = (prompt.pieces ?? []).reduce((sum, { text = '' }) => sum + words(text), 0);
    if (behaviour === 'littleMemory' && read + maxTokens > ROOM) {
      const data = { code: 'outOfMemory', detail: { contextTokens: ROOM } };
      fail(id, { code: -32000, message: 'no memory for a larger context', data });
      return;
    }
    // What most completions end with: their text is complete, and the pipeline stops them.
    if (behaviour === 'abortedOnly') answer(id, { ...RESULT, stopReason: 'aborted' });
    else if (behaviour === 'wordless') answer(id, { ...RESULT, text: '', generatedTokens: 0 });
    else answer(id, RESULT);
  },
  'engine/ping': (id) => answer(id, { residentBytes: 1, threads: 1 }),
};

process.on('message', ({ id, method, params }) => METHODS[method]?.(id, params.params));
