import { type ScoreTextResult } from '../protocol.ts';
import { type ForeseenToken, type NativeModel, type TokenId } from './nativeRuntime.ts';

/** How well a model foresees a text, from one context of tokens to the next with nothing carried over. */
export async function scoreText(
  model: NativeModel,
  text: string,
  contextTokens: number,
  judge: (tokens: readonly TokenId[]) => Promise<readonly ForeseenToken[]>,
): Promise<ScoreTextResult> {
  const all = model.tokenize(text);
  const begin = model.beginOfText === undefined ? [] : [model.beginOfText];
  const room = contextTokens - begin.length;
  const result = { tokens: 0, bytes: 0, logProbability: 0, hits: 0 };
  for (let start = 0; start < all.length; start += room) {
    const tokens = [...begin, ...all.slice(start, start + room)];
    const judged = await judge(tokens);
    for (const { probability, isMostProbable } of judged) {
      result.logProbability += Math.log(probability);
      result.hits += isMostProbable ? 1 : 0;
    }
    result.tokens += judged.length;
    result.bytes += Buffer.byteLength(model.detokenize(tokens.slice(1), tokens.slice(0, 1)));
  }
  return result;
}
