import { mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { isDay } from '../../core/ledger/ledgerDay.ts';

const END = '.jsonl';
/** A file that is larger was not written here: half a megabyte would be a long day in many windows. */
const MOST_BYTES = 8_000_000;

/** What a file of the ledger holds. */
export interface DayFile {
  readonly day: string;
  readonly text: string;
}

/** The ledger on this disk: a file for each day, to which all windows append. Only the user may read it. */
export class LedgerFolder {
  constructor(readonly path: string) {}

  /** Adds lines to a day in one write, so that those of several windows stand beside each other. */
  async append(day: string, lines: readonly string[]): Promise<void> {
    await mkdir(this.path, { recursive: true, mode: 0o700 });
    const file = await open(this.#file(day), 'a', 0o600);
    try {
      // The line break comes first: a line that a full disk has cut ends here, and takes none of these with it.
      await file.writeFile(lines.map((line) => `\n${line}`).join(''));
    } finally {
      await file.close();
    }
  }

  async read(): Promise<readonly DayFile[]> {
    const files: DayFile[] = [];
    for (const day of await this.#days()) {
      const file = this.#file(day);
      if ((await stat(file)).size <= MOST_BYTES) {
        files.push({ day, text: await readFile(file, 'utf8') });
      }
    }
    return files;
  }

  /** Removes the days before one. */
  async removeBefore(first: string): Promise<void> {
    for (const day of await this.#days()) {
      // Written so that they sort as they follow each other.
      if (day < first) {
        await rm(this.#file(day), { force: true });
      }
    }
  }

  /** Removes everything, the folder as well. */
  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }

  #file(day: string): string {
    return path.join(this.path, day + END);
  }

  async #days(): Promise<readonly string[]> {
    const names = await readdir(this.path).catch(noneIfAbsent);
    return names
      .filter((name) => name.endsWith(END) && isDay(name.slice(0, -END.length)))
      .map((name) => name.slice(0, -END.length))
      .sort();
  }
}

function noneIfAbsent(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') {
    return [];
  }
  throw error;
}
