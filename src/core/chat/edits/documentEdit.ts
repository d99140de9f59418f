import { commentOfAnswer } from './commentOfAnswer.ts';
import { withDocComment } from './docComment.ts';
import { type EditOfAnswer } from './editOfAnswer.ts';
import { type SelectedCode } from './fitToSelection.ts';

/**
 * The selected code with the comment that an answer consists of or holds. The code itself stays as it is, whatever a
 * model made of it.
 */
export function documentEdit(
  answer: string,
  isCutAnswer: boolean,
  selected: SelectedCode,
  languageId: string,
): EditOfAnswer {
  const comment = commentOfAnswer(answer, isCutAnswer, languageId);
  if (comment.kind === 'cut') {
    return { kind: 'cut', code: answer };
  }
  // A selection often begins after the indentation of its first line, which then is the comment's, too.
  const outer = selected.before.trim() === '' ? selected.before : '';
  const commented =
    comment.kind === 'none' ? undefined : withDocComment(outer + selected.text, comment.words, languageId);
  if (commented === undefined) {
    return { kind: 'words' };
  }
  const text = commented.slice(outer.length);
  const lineEnd = selected.text.includes('\r\n') ? '\r\n' : '\n';
  return text === selected.text.replaceAll('\r\n', '\n')
    ? { kind: 'unchanged' }
    : { kind: 'replace', text: text.replaceAll('\n', lineEnd) };
}
