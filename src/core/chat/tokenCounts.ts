import { type CountTokens } from './shortenContext.ts';

/** Kept, counted in characters: a few prompts, whose texts are mostly the same from one key to the next. */
const MAX_KEPT_CHARACTERS = 1_000_000;

/** Tokens of texts, each counted once for one model. */
export class TokenCounts {
  /** The text that was asked for least lately comes first. */
  readonly #known = new Map<string, number>();
  #characters = 0;

  /** @param ask counts what is not known yet */
  constructor(private readonly ask: CountTokens) {}

  /** Tokens of a text if they are known. */
  of(text: string): number | undefined {
    return this.#known.get(text);
  }

  readonly count: CountTokens = async (texts) => {
    const unknown = [...new Set(texts)].filter((text) => !this.#known.has(text));
    const counted = new Map<string, number>();
    if (unknown.length > 0) {
      const counts = await this.ask(unknown);
      for (const [index, text] of unknown.entries()) {
        counted.set(text, counts[index] ?? 0);
      }
    }
    return texts.map((text) => {
      const tokens = counted.get(text) ?? this.#known.get(text) ?? 0;
      this.#keep(text, tokens);
      return tokens;
    });
  };

  /** Another model counts otherwise. */
  forget(): void {
    this.#known.clear();
    this.#characters = 0;
  }

  #keep(text: string, tokens: number): void {
    this.#characters += this.#known.delete(text) ? 0 : text.length;
    this.#known.set(text, tokens);
    for (const oldest of this.#known.keys()) {
      if (this.#characters <= MAX_KEPT_CHARACTERS) {
        return;
      }
      this.#known.delete(oldest);
      this.#characters -= oldest.length;
    }
  }
}
