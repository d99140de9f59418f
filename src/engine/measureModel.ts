import { type EngineNumbers } from '../models/verify/compareNumbers.ts';
import { type EngineProcess } from './engineProcess.ts';

const HANDLE = 'measured';
const TEXT = 'Once upon a time there was';
/** Every text begins with it, for OpenELM. */
const BEGIN_OF_TEXT = 1;
const MAX_PROMPT_TOKENS = 24;
const CONTINUED_TOKENS = 16;
const CONTEXT_TOKENS = 64;

/** Loads a model, asks what it makes of a short text in full precision, and unloads it. Throws as requests do. */
export async function measureModel(
  engine: Pick<EngineProcess, 'request'>,
  file: string,
): Promise<EngineNumbers> {
  const load = { handle: HANDLE, path: file, contextTokens: CONTEXT_TOKENS, numerics: 'exact' } as const;
  await engine.request('model/load', load);
  try {
    const { pieces } = await engine.request('text/pieces', { handle: HANDLE, text: TEXT });
    const prompt = [BEGIN_OF_TEXT, ...pieces.map(({ id }) => id)].slice(0, MAX_PROMPT_TOKENS);
    const { tokens: continued } = await engine.request('model/continue', {
      ...{ handle: HANDLE, tokens: prompt, count: CONTINUED_TOKENS },
    });
    const { logProbabilities } = await engine.request('model/score', {
      ...{ handle: HANDLE, tokens: [...prompt, ...continued] },
    });
    return { prompt, continued, logProbabilities };
  } finally {
    await engine.request('model/unload', { handle: HANDLE });
  }
}
