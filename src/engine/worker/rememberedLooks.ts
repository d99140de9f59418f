import { type ScoredToken, type TokenId } from './nativeRuntime.ts';

/** Enough for what was written last, in two editors; each is some 50 kB. */
const MOST = 64;

interface Look {
  readonly tokens: readonly TokenId[];
  readonly candidates: readonly ScoredToken[];
}

/**
 * What the model thought might follow the texts that it was asked about last. A word is mended from the same place after
 * each of its keys, often one to which the model had come itself; what may follow there is looked up once. Of one model with
 * one adapter.
 */
export class RememberedLooks {
  /** In order of use: the first one is the next to go. */
  readonly #looks: Look[] = [];

  /** Most probable first; undefined where nobody asked lately. */
  after(tokens: readonly TokenId[]): readonly ScoredToken[] | undefined {
    const index = this.#looks.findIndex((look) => isSame(look.tokens, tokens));
    const [look] = index === -1 ? [] : this.#looks.splice(index, 1);
    if (look !== undefined) {
      this.#looks.push(look);
    }
    return look?.candidates;
  }

  keep(tokens: readonly TokenId[], candidates: readonly ScoredToken[]): void {
    this.#looks.push({ tokens, candidates });
    if (this.#looks.length > MOST) {
      this.#looks.shift();
    }
  }
}

/** From the end, where texts differ that are typed one after the other. */
function isSame(one: readonly TokenId[], other: readonly TokenId[]): boolean {
  return one.length === other.length && one.findLastIndex((token, index) => token !== other[index]) === -1;
}
