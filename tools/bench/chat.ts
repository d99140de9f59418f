import { setTimeout as delay } from 'node:timers/promises';
import { answerTurn } from '../../src/core/chat/answerTurn.ts';
import { type ChatEngine } from '../../src/core/chat/chatEngine.ts';
import { newConversation, send } from '../../src/core/chat/conversation.ts';
import { type Supervisor } from '../../src/engine/supervisor.ts';
import { SupervisedChatEngine } from '../../src/engine/supervisedChatEngine.ts';
import { talker } from '../../test/support/talker.ts';
import { headlessEngine } from '../support/headlessEngine.ts';
import { BIG_INSTRUCT_MODEL, bigInstructModel } from './bigModel.ts';
import { type BenchOptions, figure, type Figure } from './figures.ts';
import { SCRIPTS } from './scripts.ts';

const COMPLETIONS = 60;
const COMPLETION_TOKENS = 16;
const FIRST_TOKENS = 8;
/** From a completion to the next: a quick person's typing. */
const PAUSE_MS = 150;
/** Characters of code beside a question. */
const CONTEXT_CHARACTERS = 600;

/** What was measured of one model. */
interface Samples {
  readonly firstMs: number[];
  readonly wholeMs: number[];
}

/**
 * What a chat costs a completion on the same engine: the same completions alone and while an answer is written, and
 * what they cost the answer.
 */
export async function measureChat({ progress, repeat }: BenchOptions): Promise<readonly Figure[]> {
  const models = [
    ['built-in model', undefined],
    [BIG_INSTRUCT_MODEL, await bigInstructModel()],
  ] as const;
  const figures: Figure[] = [];
  for (const [name, modelPath] of models) {
    const supervisor = headlessEngine({ modelPath });
    try {
      figures.push(...(await measureModel(name, supervisor, repeat ?? COMPLETIONS)));
    } finally {
      await supervisor.dispose();
    }
    progress(name);
  }
  return figures;
}

async function measureModel(
  name: string,
  supervisor: Supervisor,
  completions: number,
): Promise<readonly Figure[]> {
  const engine = talker(new SupervisedChatEngine(supervisor, ({ message }) => message));
  const firstToken: number[] = [];
  for (let index = 0; index < FIRST_TOKENS; index++) {
    firstToken.push((await ask(engine, `first ${index}`, { maxTokens: 1 })).firstMs);
  }
  await complete(supervisor, 3);
  const idle = await complete(supervisor, completions);
  const alone = await ask(engine, 'alone', {});
  const stop = new AbortController();
  const speeds: number[] = [];
  const chatting = chatOn(engine, stop.signal, speeds);
  const busy = await complete(supervisor, completions);
  stop.abort();
  await chatting;
  const note = `${COMPLETION_TOKENS} tokens, ${PAUSE_MS} ms apart`;
  return [
    figure(`question → first token, ${name}`, 'ms', firstToken, `${alone.promptTokens} tokens of prompt`),
    figure(`completion → first token, ${name}, idle`, 'ms', idle.firstMs, note),
    figure(`completion → first token, ${name}, while a chat runs`, 'ms', busy.firstMs),
    figure(`completion → whole, ${name}, idle`, 'ms', idle.wholeMs),
    figure(`completion → whole, ${name}, while a chat runs`, 'ms', busy.wholeMs),
    figure(`chat alone, ${name}`, 'tokens/s', [alone.tokensPerSecond]),
    figure(`chat between completions, ${name}`, 'tokens/s', speeds),
  ];
}

/** One question after the other, until it is enough; notes how fast each answer was written, pauses included. */
async function chatOn(engine: ChatEngine, signal: AbortSignal, speeds: number[]): Promise<void> {
  for (let index = 0; !signal.aborted; index++) {
    const { tokensPerSecond } = await ask(engine, `busy ${index}`, { signal });
    if (tokensPerSecond > 0) {
      speeds.push(tokensPerSecond);
    }
  }
}

/** Asks about code that no other question has: nothing of it is in the KV cache. */
async function ask(
  engine: ChatEngine,
  id: string,
  options: { readonly maxTokens?: number; readonly signal?: AbortSignal },
): Promise<{ readonly firstMs: number; readonly promptTokens: number; readonly tokensPerSecond: number }> {
  const code = SCRIPTS.map(({ context }) => context).join('\n');
  const text = `// ${id}\n${code.slice(0, CONTEXT_CHARACTERS)}`;
  const context = [{ kind: 'selection', label: 'a.ts', languageId: 'typescript', text }] as const;
  const [turn] = send(newConversation(id, 0), { id, question: 'What does it do?', context }, 0).turns;
  const end = new AbortController();
  const startedAt = performance.now();
  let [firstMs, lastMs, tokens, promptTokens] = [NaN, NaN, 0, 0];
  if (turn !== undefined) {
    await answerTurn(
      engine,
      {
        conversationId: id,
        earlier: [],
        turn,
        isVariation: false,
        userPrompts: [],
        describeTooLong: (promptTokens) => `${promptTokens} tokens`,
        describeTooSmall: (model) => model,
      },
      AbortSignal.any([end.signal, ...(options.signal === undefined ? [] : [options.signal])]),
      {
        onText: (chunk) => {
          tokens += chunk.tokens;
          lastMs = performance.now() - startedAt;
          firstMs = Number.isNaN(firstMs) ? lastMs : firstMs;
          if (tokens >= (options.maxTokens ?? Infinity)) {
            end.abort();
          }
        },
        onFigures: (figures) => {
          promptTokens = figures.promptTokens ?? promptTokens;
        },
      },
    );
  }
  const tokensPerSecond = tokens > 1 ? (1000 * (tokens - 1)) / (lastMs - firstMs) : 0;
  return { firstMs, promptTokens, tokensPerSecond };
}

/** Completions as typing brings them: each prompt a character longer than the last. */
async function complete(supervisor: Supervisor, count: number): Promise<Samples> {
  const samples: Samples = { firstMs: [], wholeMs: [] };
  const [script] = SCRIPTS;
  const typed = script?.typed.replaceAll('█', '') ?? '';
  for (let index = 1; index <= count; index++) {
    await delay(PAUSE_MS);
    const startedAt = performance.now();
    const { firstTokenMs } = await supervisor.generate(
      {
        purpose: 'completion',
        group: 'file:///typed.ts',
        prompt: { kind: 'plain', text: `${script?.context ?? ''}${typed.slice(0, index)}` },
        maxTokens: COMPLETION_TOKENS,
      },
      new AbortController().signal,
      () => undefined,
    );
    samples.firstMs.push(firstTokenMs ?? NaN);
    samples.wholeMs.push(performance.now() - startedAt);
  }
  return samples;
}
