import { linePrefix } from '../documentContext.ts';
import { type Filter, keep } from '../filter.ts';
import { indentationColumns, isBlank } from '../lineText.ts';

/**
 * Decides what a line break at the very beginning means. After visible text the suggestion is the following lines,
 * which only a block may bring; on an empty line it is left out, as the cursor already stands where the text goes,
 * unless the text goes on outside the cursor's block.
 */
export const fitLeadingNewline: Filter = (text, { document, shape }) => {
  const [leading = ''] = /^(?:[ \t]*\n)+/.exec(text) ?? [];
  if (leading === '') return keep(text);
  const rest = text.slice(leading.length);
  const before = linePrefix(document);
  if (!isBlank(before)) return keep(shape === 'block' ? `\n${rest}` : '');
  const tabSize = document.indentation.size;
  const isOutside = indentationColumns(rest, tabSize) < indentationColumns(before, tabSize);
  return keep(isOutside ? '' : rest);
};
