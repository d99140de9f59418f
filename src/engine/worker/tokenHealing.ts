import { isUnspacedScript } from '../../core/completion/visibleCharacters.ts';
import { RememberedLooks } from './rememberedLooks.ts';
import { type NativeModel, type ScoredToken, type TokenId } from './nativeRuntime.ts';

/**
 * In held-out code the tokens before a cursor inside a word are those of the whole word too in 64 % of the places without the
 * last of them, in 92 % without the last two and in 97 % without three.
 */
const MOST_TAKEN_BACK = 3;
/** Each look evaluates a token: one for each that was taken back, and one for a beginning that led nowhere. */
const MOST_LOOKS = MOST_TAKEN_BACK + 1;

/** A prompt without its last tokens, and what has to be written anew. */
export interface TakenBack {
  readonly prompt: readonly TokenId[];
  readonly tokens: readonly TokenId[];
  readonly text: string;
}

/** What is written in place of the tokens that were taken back. */
export interface HealedTokens {
  readonly tokens: readonly TokenId[];
  /** Among all that was found to begin with the text. */
  readonly probability: number;
}

/** What may follow the prompt and the tokens of `path` after it, most probable first. */
export type Foresight = (path: readonly TokenId[]) => Promise<readonly ScoredToken[]>;

/** A beginning of what is written anew. */
interface Path {
  readonly tokens: readonly TokenId[];
  readonly probability: number;
  /** What it does not reach of the text. */
  readonly rest: string;
}

/**
 * A cursor cuts words, and spaces from the word that follows them, where a tokenizer does not: the tokens before it are
 * then such as no training text has in that place, and what follows is a guess. So the tokens of the word at the cursor
 * are taken back, and the model writes the likeliest ones that begin with its text.
 */
export class TokenHealing {
  /** What the model thought where it was asked last. */
  readonly looks = new RememberedLooks();
  readonly #texts = new Map<TokenId, string>();

  constructor(private readonly model: Pick<NativeModel, 'detokenize'>) {}

  /**
   * The last token, and those before it up to the beginning of the word. Undefined where there is nothing to mend: after a
   * line break, which is whole; after part of a character; where nothing is left to go by.
   */
  takeBack(tokens: readonly TokenId[]): TakenBack | undefined {
    let start = tokens.length;
    let text = '';
    while (tokens.length - start < MOST_TAKEN_BACK && (text === '' || !beginsWord(text))) {
      const own = this.#textAt(tokens, start - 1);
      if (isUnmendable(own) || (text !== '' && !endsInWord(own, text))) {
        break;
      }
      text = own + text;
      start--;
    }
    return text === '' ? undefined : { prompt: tokens.slice(0, start), tokens: tokens.slice(start), text };
  }

  /**
   * The likeliest tokens whose text begins with the one taken back, found by looking on from its likeliest beginnings.
   * Undefined where none was found.
   *
   * @param alternative so many likelier ones are passed over
   */
  async heal(
    { prompt, text }: TakenBack,
    foresight: Foresight,
    alternative = 0,
  ): Promise<HealedTokens | undefined> {
    const beginnings: Path[] = [{ tokens: [], probability: 1, rest: text }];
    const whole: Path[] = [];
    for (let looks = 0; looks < MOST_LOOKS; looks++) {
      const begun = takeLikeliest(beginnings);
      if (begun === undefined || begun.probability <= (whole[alternative]?.probability ?? 0)) {
        break;
      }
      for (const path of this.#pathsFrom(begun, prompt, await foresight(begun.tokens))) {
        (path.rest === '' ? whole : beginnings).push(path);
      }
      whole.sort((a, b) => b.probability - a.probability);
    }
    const chosen = whole[alternative];
    const sum = whole.reduce((total, { probability }) => total + probability, 0);
    return chosen && { tokens: chosen.tokens, probability: chosen.probability / sum };
  }

  /** A beginning with each token that the text goes on with, or that goes beyond it. */
  #pathsFrom(begun: Path, prompt: readonly TokenId[], candidates: readonly ScoredToken[]): readonly Path[] {
    const preceding = begun.tokens.at(-1) ?? prompt.at(-1);
    return candidates.flatMap(({ token, probability }) => {
      const own = this.#textOf(token, preceding);
      const reaches = own.startsWith(begun.rest);
      return reaches || (own !== '' && begun.rest.startsWith(own))
        ? [
            {
              tokens: [...begun.tokens, token],
              probability: begun.probability * probability,
              rest: reaches ? '' : begun.rest.slice(own.length),
            },
          ]
        : [];
    });
  }

  /** Empty where no token before it is left to go by. */
  #textAt(tokens: readonly TokenId[], index: number): string {
    const [preceding, token] = tokens.slice(Math.max(0, index - 1), index + 1);
    return index < 1 || token === undefined ? '' : this.#textOf(token, preceding);
  }

  /** What a token stands for after other text. */
  #textOf(token: TokenId, preceding: TokenId | undefined): string {
    let text = this.#texts.get(token);
    if (text === undefined) {
      text = this.model.detokenize([token], preceding === undefined ? [] : [preceding]);
      this.#texts.set(token, text);
    }
    return text;
  }
}

function isUnmendable(text: string): boolean {
  return text === '' || text.includes('\uFFFD') || text.endsWith('\n');
}

/** Whether a text begins with no letter, so that no word reaches into it from before; words without spaces count alone. */
function beginsWord(text: string): boolean {
  return !/^\p{L}/u.test(text) || isUnspacedScript(text);
}

/** Whether a token ends in the word that the text after it goes on with; `getItem` is two words. */
function endsInWord(own: string, text: string): boolean {
  return /\p{L}$/u.test(own) && !(/^\p{Lu}/u.test(text) && /\p{Ll}$/u.test(own));
}

function takeLikeliest(paths: Path[]): Path | undefined {
  const [likeliest] = [...paths].sort((a, b) => b.probability - a.probability);
  if (likeliest !== undefined) {
    paths.splice(paths.indexOf(likeliest), 1);
  }
  return likeliest;
}
