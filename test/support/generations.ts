import { type GenerateChunk, type GenerateParams, type GenerateResult } from '../../src/engine/protocol.ts';
import { DecodeSpeed } from '../../src/engine/worker/decodeSpeed.ts';
import { Generation, type GenerationTools } from '../../src/engine/worker/generation.ts';
import { PrefillPacer } from '../../src/engine/worker/prefillPacer.ts';
import { PriorityLock } from '../../src/engine/worker/priorityLock.ts';
import { TokenHealing } from '../../src/engine/worker/tokenHealing.ts';
import { TokenizedTexts } from '../../src/engine/worker/tokenizedTexts.ts';
import { scriptedModel, type Script } from './scriptedModel.ts';

/** What a generation works with, on a scripted model with room for 400 tokens. */
export async function tools(script: Script): Promise<GenerationTools> {
  const model = scriptedModel(script);
  const contextTokens = 400;
  const sequence = await model.createSequence({ contextTokens, numerics: 'fast' });
  return {
    model,
    healing: new TokenHealing(model),
    texts: new TokenizedTexts(model),
    contextTokens,
    sequenceFor: () => Promise.resolve(sequence),
    lock: new PriorityLock(),
    chats: new PriorityLock(),
    pacer: new PrefillPacer(),
    decodeSpeed: new DecodeSpeed(() => undefined),
    onProgress: () => undefined,
  };
}

/** A request for a completion after a text. */
export const params = (text: string, more: Partial<GenerateParams> = {}): GenerateParams => ({
  handle: 'm',
  purpose: 'completion',
  group: 'file:///a.ts',
  prompt: { kind: 'plain', text },
  maxTokens: 50,
  ...more,
});

/** Runs a generation to its end, with all that it sent. */
export async function run(
  using: GenerationTools,
  what: GenerateParams,
  signal: AbortSignal = new AbortController().signal,
): Promise<{ result: GenerateResult; chunks: GenerateChunk[] }> {
  const chunks: GenerateChunk[] = [];
  const result = await new Generation(using, what, (chunk) => void chunks.push(chunk)).run(signal);
  return { result, chunks };
}
