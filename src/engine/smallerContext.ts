import { EngineError } from './engineError.ts';

/** The error of a request for which a context could not grow; one of `contextTokens` tokens is there, and stays. */
export function smallerContext(contextTokens: number, cause: string): EngineError {
  return new EngineError('outOfMemory', `There is no memory for a larger context: ${cause}`, {
    contextTokens,
  });
}

/** The tokens of the context that is there, if that is what an error is about; undefined for every other one. */
export function contextThereIs(error: unknown): number | undefined {
  const tokens =
    error instanceof EngineError && error.code === 'outOfMemory' ? error.detail['contextTokens'] : undefined;
  return typeof tokens === 'number' ? tokens : undefined;
}
