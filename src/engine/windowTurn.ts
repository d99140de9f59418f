import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, watch, writeFileSync, type FSWatcher } from 'node:fs';
import path from 'node:path';

const FILE = 'engine-owner';

/**
 * Lets one window at a time hold a model: the one that was typed in last.
 *
 * Windows claim their turn in a file that all windows of this user watch. Losing the file, or a file system that can't
 * be watched, costs memory (two models at once) and nothing else.
 */
export class WindowTurn {
  readonly #id = randomUUID();
  readonly #file: string;
  readonly #watcher: FSWatcher | undefined;

  /** `folder`: shared by the user's windows. `onLost`: another window has taken its turn. */
  constructor(
    folder: string,
    private readonly onLost: () => void,
    private readonly onTrouble: (message: string) => void,
  ) {
    this.#file = path.join(folder, FILE);
    try {
      mkdirSync(folder, { recursive: true });
      this.#watcher = watch(folder, { persistent: false }, (_event, name) => {
        if (name === FILE) {
          this.#look();
        }
      });
      this.#watcher.on('error', (error) => {
        this.onTrouble(`Other windows can't be watched: ${error.message}`);
      });
    } catch (error) {
      this.onTrouble(`Other windows can't be watched: ${String(error)}`);
    }
  }

  /** Takes the turn, if this window does not have it. */
  claim(): void {
    if (this.#readOwner() === this.#id) {
      return;
    }
    try {
      // Written beside and renamed, so that no window ever reads half an id.
      const draft = `${this.#file}.${this.#id}`;
      writeFileSync(draft, this.#id);
      renameSync(draft, this.#file);
    } catch (error) {
      this.onTrouble(`The turn of this window could not be noted: ${String(error)}`);
    }
  }

  dispose(): void {
    this.#watcher?.close();
  }

  #look(): void {
    const owner = this.#readOwner();
    if (owner !== undefined && owner !== this.#id) {
      this.onLost();
    }
  }

  /** Undefined when nobody has claimed it, or the storage folder is gone. */
  #readOwner(): string | undefined {
    try {
      return readFileSync(this.#file, 'utf8');
    } catch {
      return undefined;
    }
  }
}
