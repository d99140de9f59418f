/** What is to be replaced, as the document has it. */
export interface SelectedCode {
  readonly text: string;
  /** Text of the selection's first line before it: white space only, or code. */
  readonly before: string;
}

/** What to do with a range for the code of an answer. */
export type FittedEdit =
  | { readonly kind: 'replace'; readonly text: string }
  /** The model changed nothing. */
  | { readonly kind: 'unchanged' };

/**
 * A model's code in a selection's place: indented as the selection is, with its line ends, and with the empty lines
 * around it that it had.
 */
export function fitToSelection(code: string, selected: SelectedCode): FittedEdit {
  const lineEnd = selected.text.includes('\r\n') ? '\r\n' : '\n';
  const original = selected.text.replaceAll('\r\n', '\n');
  const { head, body, tail } = withoutMargins(original);
  // A selection often begins after the indentation of its first line.
  const outer = head === '' ? leadingSpace(selected.before) : '';
  const answer = withFirstIndentation(withoutMargins(code.replaceAll('\r\n', '\n')).body, body, outer);
  const indented = reindent(answer, outer + indentationOf(body, outer), outer);
  const text = head + indented + tail;
  return text === original
    ? { kind: 'unchanged' }
    : { kind: 'replace', text: text.replaceAll('\n', lineEnd) };
}

interface Margins {
  /** Empty lines before and white space after the code. */
  readonly head: string;
  readonly body: string;
  readonly tail: string;
}

function withoutMargins(text: string): Margins {
  const head = /^(?:[ \t]*\n)*/u.exec(text)?.[0] ?? '';
  const rest = text.slice(head.length);
  const body = rest.trimEnd();
  return { head, body, tail: rest.slice(body.length) };
}

/**
 * Moves code from the indentation it came with to `indentation`. Its first line begins after `written`, which the
 * document has already.
 */
function reindent(code: string, indentation: string, written: string): string {
  const lines = code.split('\n');
  const own = commonIndentation(lines);
  return lines
    .map((line, index) => {
      const moved = line.trim() === '' ? '' : indentation + line.slice(own.length);
      return index === 0 ? moved.slice(written.length) : moved;
    })
    .join('\n');
}

/** A model that repeats the selection as it was leaves out what stands before it: only the other lines are indented. */
function withFirstIndentation(answer: string, body: string, outer: string): string {
  const [first = '', ...others] = answer.split('\n');
  const [, ...selected] = body.split('\n');
  const [theirs, ours] = [commonIndentation(others), commonIndentation(selected)];
  const isRepeated =
    outer !== '' && leadingSpace(first) === '' && ours.startsWith(outer) && theirs.startsWith(ours);
  return isRepeated ? outer + answer : answer;
}

/** Of the selection's lines, where the first may begin after `outer`. */
function indentationOf(body: string, outer: string): string {
  const [first = '', ...others] = body.split('\n');
  const own = commonIndentation([outer + first, ...others]);
  return own.startsWith(outer) ? own.slice(outer.length) : '';
}

function commonIndentation(lines: readonly string[]): string {
  const indentations = lines.filter((line) => line.trim() !== '').map(leadingSpace);
  return indentations.reduce((common, indentation) => {
    let length = 0;
    while (length < common.length && common[length] === indentation[length]) {
      length++;
    }
    return common.slice(0, length);
  }, indentations[0] ?? '');
}

function leadingSpace(line: string): string {
  return /^[ \t]*/u.exec(line)?.[0] ?? '';
}
