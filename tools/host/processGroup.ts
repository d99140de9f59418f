import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

/** Time between asking a group to end and ending it. */
const GRACE_MS = 4000;

/** A process and all that it starts, which end together. */
export interface ProcessGroup {
  /** The process id of the leader, which is the group's id. */
  readonly pid: number;
  /** Whether the leader has ended. */
  hasExited(): boolean;
  /** Settles when the leader has ended. */
  readonly exited: Promise<void>;
  /** Asks the group to end, ends it after a grace period, and settles when the leader is gone. */
  stop(): Promise<void>;
}

/** How a group is started. */
export interface ProcessGroupOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Receives stdout and stderr, appended. */
  readonly logFile: string;
}

const liveGroups = new Set<number>();

/** Starts a command as the leader of a group of its own; the group ends with this process, however that ends. */
export function startProcessGroup(argv: readonly string[], options: ProcessGroupOptions): ProcessGroup {
  const [command, ...args] = argv;
  if (command === undefined) {
    throw new Error('An empty command cannot be started.');
  }
  endGroupsWithThisProcess();
  const log = openSync(options.logFile, 'a');
  const child = spawn(command, args, { env: options.env, stdio: ['ignore', log, log], detached: true });
  closeSync(log);
  const pid = child.pid;
  if (pid === undefined) {
    throw new Error(`${command} could not be started.`);
  }
  liveGroups.add(pid);
  let ended = false;
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => {
      ended = true;
      // What the leader left behind must not outlive it.
      signalGroup(pid, 'SIGKILL');
      liveGroups.delete(pid);
      resolve();
    });
  });
  const stop = async (): Promise<void> => {
    if (ended) {
      return;
    }
    signalGroup(pid, 'SIGTERM');
    const timer = setTimeout(() => {
      signalGroup(pid, 'SIGKILL');
    }, GRACE_MS);
    await exited;
    clearTimeout(timer);
  };
  return { pid, exited, stop, hasExited: () => ended };
}

let handlersInstalled = false;

function endGroupsWithThisProcess(): void {
  if (handlersInstalled) {
    return;
  }
  handlersInstalled = true;
  process.on('exit', () => {
    for (const pid of liveGroups) {
      signalGroup(pid, 'SIGKILL');
    }
  });
  for (const [signal, number] of [
    ['SIGHUP', 1],
    ['SIGINT', 2],
    ['SIGTERM', 15],
  ] as const) {
    // By default Node ends on a signal without its 'exit' event; 128 + number is what a shell reports.
    process.on(signal, () => process.exit(128 + number));
  }
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // The group may have ended between the decision and the signal.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
      throw error;
    }
  }
}
