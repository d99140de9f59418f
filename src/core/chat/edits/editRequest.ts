import { COMMENT_WORDS } from '../slashCommands.ts';
import { type OneQuestion } from './askOnce.ts';

/** The longest comments have a line for each of many parameters. */
const MAX_COMMENT_TOKENS = 384;

/** A change of code that is asked of a model. */
export type CodeChange =
  | { readonly kind: 'fix' | 'document' | 'simplify' }
  /** `text` is what the user wants, in the user's words. */
  | { readonly kind: 'instruction'; readonly text: string };

/**
 * The question that asks for it, about the first item of context: the answer is to be code in its place, or the comment
 * that documents it.
 */
export function editRequest(
  change: CodeChange,
): Pick<OneQuestion, 'question' | 'replacesFirst' | 'maxAnswerTokens'> {
  const question = editQuestion(change);
  return change.kind === 'document'
    ? { question, maxAnswerTokens: MAX_COMMENT_TOKENS }
    : { question, replacesFirst: true };
}

function editQuestion(change: CodeChange): string {
  switch (change.kind) {
    case 'fix':
      return '/fix';
    case 'document':
      return `/${COMMENT_WORDS.name}`;
    case 'simplify':
      return '/simplify';
    case 'instruction':
      // Begins with words: what the user typed is no slash command here.
      return (
        `Change the code as follows: ${change.text.trim()}\n\n` +
        'Change nothing else. Answer with the whole changed code in one fenced code block and nothing after it.'
      );
  }
}
