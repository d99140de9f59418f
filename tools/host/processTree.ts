import { readFileSync, readdirSync } from 'node:fs';

/** The kernel's clock ticks per second in /proc: USER_HZ, 100 on every Linux that VS Code runs on. */
const TICKS_PER_SECOND = 100;
/** Bytes in a page of memory on x64. */
const PAGE_BYTES = 4096;

/** One process, as /proc describes it at the moment of the call. */
export interface ProcessInfo {
  readonly pid: number;
  readonly parent: number;
  /** The arguments joined by spaces; empty for a process that ended while it was read. */
  readonly commandLine: string;
  /** Resident memory, above zero. */
  readonly rssBytes: number;
  /** Time on a processor, user and system together, since the process started. */
  readonly cpuSeconds: number;
}

/** Lists a process and all its descendants, parents before children; empty when it is gone. Linux only. */
export function listProcessTree(root: number): ProcessInfo[] {
  const all = readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map((entry) => readProcess(Number(entry)))
    .filter((info) => info !== undefined);
  const tree = all.filter((info) => info.pid === root);
  // The list grows while it is walked: breadth first.
  for (const info of tree) {
    tree.push(...all.filter((other) => other.parent === info.pid));
  }
  return tree;
}

/**
 * Reads one process, or undefined when it is gone. One that has ended and waits for its parent to
 * collect it (a zombie) is gone: it has given its memory back, and does nothing more.
 */
export function readProcess(pid: number): ProcessInfo | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field, the name, is in parentheses and may hold anything; proc(5) numbers the fields from 1.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const field = (number: number): number => Number(fields[number - 3]);
    const rssBytes = field(24) * PAGE_BYTES;
    if (rssBytes === 0) {
      return undefined;
    }
    return {
      pid,
      parent: field(4),
      commandLine: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim(),
      rssBytes,
      cpuSeconds: (field(14) + field(15)) / TICKS_PER_SECOND,
    };
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) {
      return undefined;
    }
    throw error;
  }
}
