import { type Clock } from '../../src/core/completion/clock.ts';

/** Time stands still: a delay ends with its signal alone. */
export const stillClock: Clock = {
  now: () => 0,
  delay: (_ms, signal) =>
    new Promise((resolve) => {
      const end = (): void => {
        resolve();
      };
      signal.addEventListener('abort', end);
      if (signal.aborted) {
        end();
      }
    }),
};
