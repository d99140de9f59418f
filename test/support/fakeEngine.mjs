/**
 * An engine process that misbehaves on request: it speaks the protocol by hand and follows the plan in
 * FAKE_ENGINE (JSON: backend → 'work' | 'crash' | 'exit' | 'refuse' | 'hangInGeneration' | 'garbage' | 'crashInGeneration').
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
  trainedContextTokens: 512,
  fillInTheMiddle: false,
  gpuLayers: 0,
  loadMs: 1,
  prefillSpeed: 1000,
  decodeSpeed: 100,
};
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

const WHILE_LOADING = {
  crash: () => process.abort(),
  exit: () => process.exit(3),
  killedFromOutside: () => process.kill(process.pid, 'SIGKILL'),
};

process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.on('message', ({ id, method, params }) => {
  const answer = (result) => process.send({ jsonrpc: '2.0', id, result });
  if (method === 'engine/hello') {
    const { backend } = params.params;
    behaviour = plan[backend] ?? 'work';
    if (behaviour === 'refuse') {
      const data = { code: 'backendFailed', detail: { backend } };
      process.send({ jsonrpc: '2.0', id, error: { code: -32000, message: `no ${backend} here`, data } });
      return;
    }
    if (behaviour === 'garbage') {
      for (const junk of ['text', 42, null, [], { jsonrpc: '2.0' }, { id: 99, result: {} }, { method: 7 }]) {
        process.send(junk);
      }
      process.stdout.write('\u0000\u0001 not JSON \uFFFD\n');
    }
    answer({ protocolVersion: 1, processId: process.pid, backend, devices: [], threads: 1, runtime: 'fake' });
  } else if (method === 'model/load') {
    WHILE_LOADING[behaviour]?.();
    answer(MODEL);
  } else if (method === 'text/generate') {
    if (behaviour === 'crashInGeneration') process.abort();
    answer(RESULT);
  } else if (method === 'engine/ping') {
    answer({ residentBytes: 1, threads: 1 });
  }
});
