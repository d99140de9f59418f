/**
 * Runs a GGUF in the extension's engine (node-llama-cpp, CPU, exact numerics) and prints JSON.
 * Standard input: {"model": path, "prompts": [[token, …], …], "greedy": count, "texts": [string, …]}.
 * Standard output: {"greedy": [[token, …], …], "nats": [[number, …], …], "tokens": [[token, …], …]}: the greedy
 * continuation of each prompt, minus the log probability of each of its tokens but the first, and the texts' tokens.
 */
import { text } from 'node:stream/consumers';
import { getLlama } from 'node-llama-cpp';

const request = JSON.parse(await text(process.stdin));
const llama = await getLlama({
  gpu: false,
  build: 'never',
  skipDownload: true,
  maxThreads: 1,
  logger: () => undefined,
});
const model = await llama.loadModel({ modelPath: request.model });
const context = await model.createContext({
  contextSize: model.trainContextSize,
  batchSize: 512,
  flashAttention: false,
  threads: 1,
  experimentalKvCacheKeyType: 'F32',
  experimentalKvCacheValueType: 'F32',
});
const sequence = context.getSequence();
const everything = { temperature: 1, topK: 0, topP: 1, minP: 0 };

async function greedy(tokens, count) {
  await sequence.clearHistory();
  const result = [];
  for await (const { token } of sequence.evaluateWithMetadata(
    tokens,
    {},
    { temperature: 0, yieldEogToken: true },
  )) {
    result.push(token);
    if (result.length === count || model.isEogToken(token)) break;
  }
  return result;
}

async function nats(tokens) {
  await sequence.clearHistory();
  const result = [];
  for (let start = 0; start < tokens.length - 1; start += 64) {
    const step = tokens.slice(start, start + 64);
    const judged = await sequence.controlledEvaluate(
      step.map((token) => [token, { generateNext: { probabilities: true, options: everything } }]),
    );
    judged.forEach((one, index) => {
      const next = tokens[start + index + 1];
      if (next !== undefined) result.push(-Math.log(one.next.probabilities.get(next) ?? 0));
    });
  }
  return result;
}

const answer = { greedy: [], nats: [], tokens: [] };
for (const prompt of request.prompts ?? []) {
  answer.nats.push(await nats(prompt));
  answer.greedy.push(request.greedy ? await greedy(prompt, request.greedy) : []);
}
for (const plain of request.texts ?? []) answer.tokens.push(model.tokenize(plain, false));
// A pipe takes an answer of megabytes bit by bit: leaving before that would cut it.
await new Promise((resolve) => process.stdout.write(JSON.stringify(answer), resolve));
await llama.dispose();
process.exit(0);
