import { EngineError } from './engineError.ts';

/** How an engine process ended. */
export interface EngineExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** `stopped`: we asked; `hung`: we killed it because it no longer moved; else it ended by itself. */
  readonly cause: 'stopped' | 'hung' | 'own';
}

/** What a user, a terminal, a script or a system short of memory sends. */
const OUTSIDE_SIGNALS: ReadonlySet<NodeJS.Signals | null> = new Set([
  'SIGKILL',
  'SIGTERM',
  'SIGINT',
  'SIGHUP',
  'SIGQUIT',
]);
/** Windows has no signals: a process ended by another exits with this code. */
const WINDOWS_TERMINATED = 1;

/** Whether something other than the engine itself ended it: it then says nothing about a back end. */
export function isOutsideKill(exit: EngineExit, platform: string = process.platform): boolean {
  return (
    exit.cause === 'own' &&
    (OUTSIDE_SIGNALS.has(exit.signal) || (platform === 'win32' && exit.code === WINDOWS_TERMINATED))
  );
}

/** The end of a sentence that begins with the engine. */
export function describeExit({ cause, signal, code }: EngineExit): string {
  return cause === 'hung' ? 'hung' : `ended (${signal ?? `exit code ${code ?? '?'}`})`;
}

/** The error of every request that was under way when the engine ended. */
export function exitError(exit: EngineExit): EngineError {
  switch (exit.cause) {
    case 'stopped':
      return new EngineError('engineStopped', 'The engine was stopped.');
    case 'hung':
      return new EngineError('engineHung', 'The engine no longer answered and was ended.');
    case 'own':
      return new EngineError(
        'engineCrashed',
        `The engine ${describeExit(exit)}.`,
        isOutsideKill(exit) ? { outside: 1 } : {},
      );
  }
}
