import { setTimeout as delay } from 'node:timers/promises';
import { type EditorDriver } from '../host/editorDriver.ts';
import { keyGaps } from './keyGaps.ts';

/** Types at the uneven pace of a person, which a seed decides. */
export class Typist {
  private readonly nextGap: (before: string) => number;
  private before = '';

  constructor(
    private readonly driver: EditorDriver,
    seed: number,
  ) {
    this.nextGap = keyGaps(seed);
  }

  /** Settles when the last key was handled. What a key takes the editor does not make the next one late. */
  async type(text: string): Promise<void> {
    let due = performance.now();
    for (const key of text) {
      due = Math.max(performance.now(), due + this.nextGap(this.before));
      await delay(due - performance.now());
      await this.driver.type(key, 0);
      this.before = key;
    }
  }
}
