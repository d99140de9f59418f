import { ComparedCharacters } from './comparedCharacters.ts';
import { repeatedLength } from './repeatedLength.ts';

/** Longest text whose repetition is noticed: a list of twenty lines, or a long paragraph. */
const MAX_PERIOD = 1200;
/** So much must match before what follows is held back; shorter ones (`}` below `}`) are in every text. */
const SUSPICIOUS = 48;
/** Ends a sentence: where one like it stood before the repetition, it counts as that one's. */
const CLOSING = /^[.!?,;:)\]}。！？，；：）」』]*/u;

/**
 * Follows an answer as it is written and notices when the model repeats itself without end: when the answer's last
 * characters are one text again and again, oftener than anyone would write it. Numbers and indentation do not make lines
 * different (`comparedCharacters.ts`). Each character is compared with a fixed number of others, however long the answer is.
 */
export class RepetitionWatch {
  /** The newest characters as they are compared; what is in front moves down when it is full. */
  readonly #recent = new Uint16Array(4 * MAX_PERIOD);
  /** By period: how many of the newest characters are the same as those so much before them. */
  readonly #matched = new Int32Array(MAX_PERIOD + 1);
  /** By period: where in the answer the first of them stands. */
  readonly #matchedFrom = new Int32Array(MAX_PERIOD + 1);
  readonly #characters = new ComparedCharacters();
  #end = 0;
  #length = 0;
  #heldFrom: number | undefined;
  #keptLength: number | undefined;

  /** Length of the answer with its repeated text once; undefined as long as it does not repeat itself. */
  get keptLength(): number | undefined {
    return this.#keptLength;
  }

  /** Length of the answer up to where it may have begun to repeat itself. */
  get safeLength(): number {
    return this.#heldFrom ?? this.#length;
  }

  /** Takes what the answer has gained. Once it repeats itself nothing more is looked at. */
  push(text: string): void {
    for (let at = 0; at < text.length && this.#keptLength === undefined; at++) {
      const character = this.#characters.push(text.charCodeAt(at), this.#length);
      this.#length++;
      if (character !== undefined) {
        this.#compare(character.code, character.from);
      }
    }
  }

  #compare(code: number, from: number): void {
    const now = this.#add(code);
    const [recent, matched] = [this.#recent, this.#matched];
    const longest = Math.min(MAX_PERIOD, now);
    // The shortest one: a longer one at the same place is the same again and again.
    let suspicious = 0;
    for (let period = 1; period <= longest; period++) {
      if (recent[now - period] !== code) {
        matched[period] = 0;
        continue;
      }
      const count = (matched[period] ?? 0) + 1;
      matched[period] = count;
      if (count === 1) {
        this.#matchedFrom[period] = from;
      }
      if (suspicious === 0 && count >= SUSPICIOUS && count >= period) {
        suspicious = period;
      }
    }
    if (suspicious === 0) {
      this.#heldFrom = undefined;
    } else {
      this.#heldFrom ??= this.#length;
      this.#judge(suspicious);
    }
  }

  #judge(period: number): void {
    const text = String.fromCharCode(...this.#recent.subarray(this.#end - period, this.#end));
    const matched = this.#matched[period] ?? 0;
    if (matched + period >= repeatedLength(text, this.#characters.isInCode)) {
      const repeated = String.fromCharCode(...this.#recent.subarray(this.#end - matched, this.#end));
      const closing = CLOSING.exec(repeated)?.[0].length ?? 0;
      this.#keptLength = (this.#matchedFrom[period] ?? 0) + closing;
    }
  }

  /** Returns where the character stands now. */
  #add(code: number): number {
    if (this.#end === this.#recent.length) {
      this.#recent.copyWithin(0, this.#end - MAX_PERIOD);
      this.#end = MAX_PERIOD;
    }
    this.#recent[this.#end] = code;
    return this.#end++;
  }
}
