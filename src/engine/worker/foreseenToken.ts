import { type ForeseenToken, type TokenId } from './nativeRuntime.ts';

/** How a token was foreseen by the probabilities of all that might have come in its place. */
export function foreseenToken(
  token: TokenId,
  probabilities: ReadonlyMap<TokenId, number> | undefined,
): ForeseenToken {
  const probability = probabilities?.get(token) ?? 0;
  const isMostProbable = [...(probabilities?.values() ?? [])].every((other) => other <= probability);
  return { probability, isMostProbable };
}
