import { ContextTooSmall } from './chatEngine.ts';

/** The context can't shrink for ever, and whoever waits shall not either. */
const ATTEMPTS = 3;

/**
 * Asks a model by `ask`, which fits the prompt to what `model()` says, and asks anew where the memory did not suffice for
 * that: the prompt is then fitted to the context that there is, and the result has the cuts.
 */
export async function asContextAllows<T>(ask: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof ContextTooSmall) || attempt === ATTEMPTS) {
        throw error;
      }
    }
  }
}
