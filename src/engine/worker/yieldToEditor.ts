import { readdirSync } from 'node:fs';
import os from 'node:os';

/**
 * Behind the editor, but not starved: on a machine that is full, Linux gives a process at 5 a third of the time that it
 * gives one at 0, and at 10 a tenth. Windows has classes instead, of which 10 is the next one down.
 */
const PRIORITY = process.platform === 'win32' ? os.constants.priority.PRIORITY_BELOW_NORMAL : 5;

/**
 * Lowers the priority of this process below the editor's. On Linux a priority belongs to a thread and a new thread
 * takes its creator's, so that each of those that run is lowered.
 */
export function yieldToEditor(): void {
  const threads = process.platform === 'linux' ? readdirSync('/proc/self/task').map(Number) : [process.pid];
  for (const thread of threads) {
    try {
      os.setPriority(thread, PRIORITY);
    } catch {
      // The thread ended, or it is not allowed here: it then competes as an equal, which is no reason to fail.
    }
  }
}
