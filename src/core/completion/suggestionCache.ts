import { type DocumentContext } from './documentContext.ts';
import { type EarlierRequest } from './completionOutcome.ts';
import { type DropReason } from './filter.ts';
import { isSamePrefix, isSameSuffix } from './typedText.ts';

/** What a generation came to: a text to show, or the reason why there is none. */
export type SuggestionOutcome =
  | {
      readonly kind: 'suggestion';
      readonly text: string;
      /** The model's own probability that the text is right, line by line; 0 to 1. */
      readonly confidence: number;
      /** Whether the model had no more to say here than that. */
      readonly isWhole: boolean;
      readonly earlier?: EarlierRequest | undefined;
      /** Whether it is the one that was looked up last, or the rest of it. */
      readonly isFollowed?: boolean;
    }
  | {
      readonly kind: 'nothing';
      readonly reason: DropReason;
      readonly earlier?: EarlierRequest | undefined;
    };

interface Entry {
  /** How sure the model had to be of it; 0 to 1. */
  readonly threshold: number;
  readonly prefix: string;
  readonly suffix: string;
  /** See DocumentContext. */
  readonly oneLine: boolean;
  readonly outcome: SuggestionOutcome;
}

/** What an entry comes to at a place that it reaches. */
interface Found {
  readonly key: string;
  readonly entry: Entry;
  readonly outcome: SuggestionOutcome;
}

const CAPACITY = 100;
/** Characters before the cursor that find an entry; the entry itself is then compared further. */
const KEY_CHARACTERS = 32;

/**
 * Remembers outcomes by where in which document they came about, so that typing what was suggested, or deleting
 * back within it, asks nobody. A lookup tries one key for each character that may have been typed since, whatever
 * the number of entries and the length of the document.
 */
export class SuggestionCache {
  /** In order of use: the first entry is the next to go. */
  readonly #entries = new Map<string, Entry>();
  #longestText = 0;
  /** What was found last: its reader may type along with it and delete back in it, however sure the model must be there. */
  #followed: Entry | undefined;

  /**
   * Replaces what was known for this place in the document.
   *
   * @param threshold how sure the model had to be, 0 to 1
   */
  store(document: DocumentContext, outcome: SuggestionOutcome, threshold = 0): void {
    const { documentId, prefix, suffix, oneLine = false } = document;
    const entry = { prefix, suffix, oneLine, outcome, threshold };
    this.#use(keyOf(documentId, prefix, prefix.length), entry);
    if (outcome.kind === 'suggestion') this.#longestText = Math.max(this.#longestText, outcome.text.length);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > CAPACITY && oldest !== undefined) this.#entries.delete(oldest);
  }

  /**
   * What is left of a suggestion after the characters typed since; without one, that there is nothing to suggest here.
   *
   * @param threshold how sure the model must be, 0 to 1: what was left out because it had to be surer is not known, and what
   *   it is less sure of was for somebody who asked by hand, or is still being followed
   * @param isAwaited whether it was just written for who looks
   */
  lookup(document: DocumentContext, threshold = 1, isAwaited = false): SuggestionOutcome | undefined {
    const found = this.#find(document, (entry) => {
      const isSure = entry.outcome.kind === 'nothing' || entry.outcome.confidence >= threshold;
      return (isSure || isAwaited || entry === this.#followed) && !wouldBeMore(entry, threshold);
    });
    const isFollowed = found !== undefined && found.entry === this.#followed;
    this.#followed = found?.outcome.kind === 'suggestion' ? found.entry : undefined;
    if (found !== undefined) {
      this.#use(found.key, found.entry);
    }
    return isFollowed && found.outcome.kind === 'suggestion'
      ? { ...found.outcome, isFollowed }
      : found?.outcome;
  }

  /** Whether something is known of a place that nobody is at yet. */
  has(document: DocumentContext, threshold: number): boolean {
    return this.#find(document, (entry) => !wouldBeMore(entry, threshold)) !== undefined;
  }

  /** Whether what was looked up last is a suggestion that would be found here, too. */
  follows(document: DocumentContext, threshold: number): boolean {
    const isOfUse = (entry: Entry): boolean => entry === this.#followed && !wouldBeMore(entry, threshold);
    return this.#find(document, isOfUse)?.outcome.kind === 'suggestion';
  }

  #find(document: DocumentContext, isOfUse: (entry: Entry) => boolean): Found | undefined {
    const { documentId, prefix } = document;
    const mostTyped = Math.min(this.#longestText, prefix.length);
    let nothing: Found | undefined;
    for (let typed = 0; typed <= mostTyped; typed += 1) {
      const key = keyOf(documentId, prefix, prefix.length - typed);
      const entry = this.#entries.get(key);
      const outcome = entry === undefined ? undefined : continued(entry, document, typed);
      if (entry === undefined || outcome === undefined || !isOfUse(entry)) {
        continue;
      }
      if (outcome.kind === 'suggestion') {
        return { key, entry, outcome };
      }
      // Whoever types along with a longer one is not to lose it here.
      nothing = { key, entry, outcome };
    }
    return nothing;
  }

  /** Forgets everything, as after a change of model or of what the model is told. */
  clear(): void {
    this.#entries.clear();
    this.#followed = undefined;
    this.#longestText = 0;
  }

  #use(key: string, entry: Entry): void {
    this.#entries.delete(key);
    this.#entries.set(key, entry);
  }
}

function keyOf(documentId: string, prefix: string, end: number): string {
  return `${documentId}\0${prefix.slice(Math.max(0, end - KEY_CHARACTERS), end)}`;
}

/** Whether something was left out of it that who has this threshold might see. */
function wouldBeMore({ outcome, threshold }: Entry, asked: number): boolean {
  const isPart =
    outcome.kind === 'nothing'
      ? outcome.reason === 'unsure' || outcome.reason === 'tooLittle'
      : !outcome.isWhole;
  return isPart && asked < threshold;
}

/** The entry's outcome after `length` more characters; `undefined` when they are not what it suggests. */
function continued(entry: Entry, document: DocumentContext, length: number): SuggestionOutcome | undefined {
  const { prefix, suffix, oneLine = false } = document;
  if (entry.oneLine !== oneLine) return undefined;
  const start = prefix.length - length;
  const typed = prefix.slice(start);
  if (!isSamePrefix(entry.prefix, prefix.slice(0, start))) return undefined;
  if (!isSameSuffix(entry.suffix, suffix, typed)) return undefined;
  if (entry.outcome.kind === 'nothing') return length === 0 ? entry.outcome : undefined;
  const { text } = entry.outcome;
  return text.length > length && text.startsWith(typed)
    ? { ...entry.outcome, text: text.slice(length) }
    : undefined;
}
