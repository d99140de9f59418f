/** What may be shown now, and whether a stop text was reached. */
export interface StopScan {
  readonly text: string;
  readonly stopped: boolean;
}

/** Finds stop texts in a stream, holding back an end that could still become one. */
export class StopTexts {
  #held = '';

  constructor(private readonly stops: readonly string[]) {}

  push(chunk: string): StopScan {
    const text = this.#held + chunk;
    const ends = this.stops.map((stop) => text.indexOf(stop)).filter((index) => index !== -1);
    if (ends.length > 0) {
      this.#held = '';
      return { text: text.slice(0, Math.min(...ends)), stopped: true };
    }
    const held = Math.max(0, ...this.stops.map((stop) => overlap(text, stop)));
    this.#held = text.slice(text.length - held);
    return { text: text.slice(0, text.length - held), stopped: false };
  }

  /** What was held back, once no more text comes. */
  flush(): string {
    const text = this.#held;
    this.#held = '';
    return text;
  }
}

/** Length of the longest end of `text` that begins `stop`. */
function overlap(text: string, stop: string): number {
  for (let length = Math.min(stop.length - 1, text.length); length > 0; length--) {
    if (text.endsWith(stop.slice(0, length))) {
      return length;
    }
  }
  return 0;
}
