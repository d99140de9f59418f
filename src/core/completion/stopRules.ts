import { endOfBlock, endOfConstruct } from './blockScope.ts';
import { substance } from './brackets.ts';
import { type CompletionShape } from './completionShape.ts';
import { type DocumentContext, linePrefix, lineSuffix } from './documentContext.ts';
import { specialTokenStart } from './filters/cutAtSpecialToken.ts';
import { isBlank } from './lineText.ts';
import { repetitionStart } from './repetition.ts';
import { type SyntaxJudge } from './syntaxJudge.ts';

/** Twelve lines of a hundred characters: nobody reads more ghost text. */
const MAX_CHARACTERS = 1200;
/** What follows the cursor is recognised by at least this many characters beside brackets. */
const MIN_SUBSTANCE = 4;

/** Says after each piece of text whether the model is to write on. */
export interface StopRule {
  /** @param isSure whether what comes next might be shown: false where the model is not sure of what it wrote */
  push(chunk: string, isSure: boolean): 'continue' | 'stop';
}

/** Lets the model write until it ends by itself, or by its limit. */
export const NEVER_STOPS: StopRule = { push: () => 'continue' };

/**
 * Watches a suggestion grow and says when the model can be stopped, because the rest would not be shown anyway: the filters
 * would cut it, or the model is not sure any more.
 * It stops late rather than early: the text it lets through is still to be filtered.
 */
export class StopWatcher implements StopRule {
  readonly #document: DocumentContext;
  readonly #shape: CompletionShape;
  readonly #nextLine: string | undefined;
  readonly #restOfLine: string;
  readonly #syntax: SyntaxJudge | undefined;
  #text = '';

  /** @param syntax tells where a construct ends; without it, indentation does */
  constructor(document: DocumentContext, shape: CompletionShape, syntax?: SyntaxJudge) {
    const isTelling = (line: string): boolean => substance(line) >= MIN_SUBSTANCE;
    const following = document.suffix.split('\n').slice(1);
    const nextLine = following.find((line) => !isBlank(line))?.trimEnd();
    const restOfLine = lineSuffix(document).trim();
    this.#document = document;
    this.#shape = shape;
    this.#syntax = syntax;
    this.#nextLine = nextLine !== undefined && isTelling(nextLine) ? nextLine : undefined;
    this.#restOfLine = isTelling(restOfLine) ? restOfLine : '';
  }

  /** Takes the next piece of text, of any length. */
  push(chunk: string, isSure: boolean): 'continue' | 'stop' {
    this.#text += chunk;
    const isDone =
      !isSure ||
      this.#text.length >= MAX_CHARACTERS ||
      this.#isShapeComplete(chunk) ||
      this.#reachesWhatFollows() ||
      specialTokenStart(this.#text, this.#document) !== undefined ||
      repetitionStart(this.#text) !== undefined;
    return isDone ? 'stop' : 'continue';
  }

  #isShapeComplete(chunk: string): boolean {
    if (this.#shape === 'block') {
      const isLine = chunk.includes('\n');
      return (
        endOfBlock(this.#text, this.#document) !== undefined ||
        (isLine && endOfConstruct(this.#text, this.#document, this.#syntax) !== undefined)
      );
    }
    // On an empty line a leading line break is left out of the suggestion, so it does not end it.
    const text = isBlank(linePrefix(this.#document)) ? this.#text.trimStart() : this.#text;
    return text.includes('\n');
  }

  #reachesWhatFollows(): boolean {
    if (this.#restOfLine !== '' && this.#text.includes(this.#restOfLine)) return true;
    if (this.#nextLine === undefined) return false;
    const [, ...rows] = this.#text.split('\n');
    return rows.slice(0, -1).some((row) => row.trimEnd() === this.#nextLine);
  }
}
