import { isOnlyClosers, scanBrackets } from './brackets.ts';
import { type DocumentContext, linePrefix, lineSuffix } from './documentContext.ts';
import { isProse } from './languageTraits.ts';
import { type NotWritten } from './latestEdit.ts';
import { isUnspacedScript, visibleCharacters } from './visibleCharacters.ts';

/** Why no suggestion is asked for; each has a sentence of its own in the status menu. */
export type SkipReason =
  /** The cursor stands between the parts of one visible character. */
  | 'insideCharacter'
  /** An input method writes the word that it is still asking about. */
  | 'composing'
  | 'severalCursors'
  | 'textSelected'
  /** A word goes on directly after the cursor. */
  | 'insideWord'
  /** There is too little text before the cursor to go on from. */
  | 'tooLittleText'
  /** The statement is complete: what follows is a new line's business. */
  | 'statementEnded'
  /** What it expected was hardly ever what was typed. */
  | 'modelUnfit'
  | NotWritten;

/** What decides whether the model is asked at all. */
export interface TriggerInput {
  readonly document: DocumentContext;
  readonly trigger: 'automatic' | 'manual';
  /** Whether text is selected in the editor. */
  readonly isTextSelected: boolean;
  readonly cursors: number;
  /** Whether an input method is composing. */
  readonly isComposing: boolean;
  /** Absent where the latest change was written, as a key or a suggestion that was taken writes it. */
  readonly notWritten?: NotWritten | undefined;
  /** Whether the model was found to be of no use unless it is asked by hand. */
  readonly isUnfit?: boolean | undefined;
}

/** Asking costs a generation; skipping costs a suggestion. */
export type TriggerDecision =
  { readonly kind: 'ask' } | { readonly kind: 'skip'; readonly reason: SkipReason };

/** Fewer visible characters than this say nothing; characters that are words of their own count twice. */
const MIN_VISIBLE_CHARACTERS = 3;

/** Decides whether to ask for a suggestion; an author who asks by hand is refused only the impossible. */
export function triggerDecision(input: TriggerInput): TriggerDecision {
  const { document, trigger } = input;
  if (isInsideCharacter(document)) return { kind: 'skip', reason: 'insideCharacter' };
  const reason = trigger === 'manual' ? undefined : reasonToStaySilent(input);
  return reason === undefined ? { kind: 'ask' } : { kind: 'skip', reason };
}

function reasonToStaySilent(input: TriggerInput): SkipReason | undefined {
  const { document, isTextSelected, cursors, isComposing, notWritten, isUnfit } = input;
  if (isUnfit === true) return 'modelUnfit';
  if (isComposing) return 'composing';
  if (notWritten !== undefined) return notWritten;
  if (cursors > 1) return 'severalCursors';
  if (isTextSelected) return 'textSelected';
  if (isInsideWord(document)) return 'insideWord';
  // The text before the cursor is long, and its end tells.
  if (visibleCharacters(document.prefix.slice(-1000), MIN_VISIBLE_CHARACTERS) < MIN_VISIBLE_CHARACTERS)
    return 'tooLittleText';
  return isStatementEnded(document) ? 'statementEnded' : undefined;
}

/** Between the halves of a surrogate pair, before a combining mark, or within a joined emoji. */
function isInsideCharacter({ prefix, suffix }: DocumentContext): boolean {
  const joiner = '\u200D';
  return (
    /[\uD800-\uDBFF]$/.test(prefix) ||
    /^[\uDC00-\uDFFF]/.test(suffix) ||
    (prefix !== '' && /^[\p{M}\u200D\u{1F3FB}-\u{1F3FF}]/u.test(suffix) && !/\s$/.test(prefix)) ||
    prefix.endsWith(joiner)
  );
}

function isInsideWord({ suffix }: DocumentContext): boolean {
  // Where words have no spaces between them, text after the cursor does not mean that it splits one.
  return /^[\p{L}\p{N}_$]/u.test(suffix) && !isUnspacedScript(suffix);
}

/** Behind a semicolon that ends its line; those between the parts of a `for (` are not ends. */
function isStatementEnded(document: DocumentContext): boolean {
  const before = linePrefix(document);
  if (isProse(document.languageId) || !before.endsWith(';') || !isOnlyClosers(lineSuffix(document)))
    return false;
  const line = scanBrackets(before, document.languageId);
  return line.until === '' && line.open.at(-1) !== ')';
}
