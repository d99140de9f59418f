import { type Prompt } from '../../src/core/completion/prompt.ts';

/** What came of a request to a llama-server; times are from the request on, in milliseconds. */
export interface ServerAnswer {
  readonly firstTokenMs: number;
  readonly finishedMs: number;
  readonly generatedTokens: number;
  /** Of the prompt, those that were not in its cache. */
  readonly evaluatedTokens: number;
}

interface Event {
  readonly content?: string;
  readonly stop?: boolean;
  readonly tokens_predicted?: number;
  readonly timings?: { readonly prompt_n?: number };
}

const FILE_SEPARATOR = '<|file_sep|>';

/** Asks as editor plugins do: one slot, its cache on, greedy, up to the end of the line. Undefined for an aborted request. */
export async function askServer(
  url: string,
  prompt: Prompt,
  maxTokens: number,
  signal: AbortSignal,
): Promise<ServerAnswer | undefined> {
  const startedAt = performance.now();
  try {
    const response = await fetch(new URL('/completion', url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        prompt: written(prompt),
        n_predict: maxTokens,
        stop: ['\n'],
        temperature: 0,
        cache_prompt: true,
        id_slot: 0,
        stream: true,
      }),
      signal,
    });
    if (!response.ok || response.body === null) {
      throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
    }
    return await read(response.body, startedAt);
  } catch (error) {
    if (signal.aborted) {
      return undefined;
    }
    throw error;
  }
}

/** The same text that the engine of the extension reads, with the names that control tokens have in the built-in model. */
function written(prompt: Prompt): string {
  const start = prompt.file === undefined ? '' : `${FILE_SEPARATOR}${prompt.file}\n`;
  if (prompt.kind === 'plain') {
    return `${start}${prompt.text}`;
  }
  const before = `<|fim_prefix|>${prompt.header}${prompt.prefix}`;
  const after = `<|fim_suffix|>${prompt.suffix}`;
  return `${start}${prompt.order === 'suffixFirst' ? after + before : before + after}<|fim_middle|>`;
}

async function read(body: ReadableStream<Uint8Array>, startedAt: number): Promise<ServerAnswer | undefined> {
  const decoder = new TextDecoder();
  let rest = '';
  let firstTokenMs: number | undefined;
  for await (const bytes of body) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines.filter((one) => one.startsWith('data: '))) {
      const event = JSON.parse(line.slice('data: '.length)) as Event;
      firstTokenMs ??= performance.now() - startedAt;
      if (event.stop === true) {
        return {
          firstTokenMs,
          finishedMs: performance.now() - startedAt,
          generatedTokens: event.tokens_predicted ?? NaN,
          evaluatedTokens: event.timings?.prompt_n ?? NaN,
        };
      }
    }
  }
  return undefined;
}
