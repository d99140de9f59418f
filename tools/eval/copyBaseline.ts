import { type CompletionCase } from '../support/cases.ts';

const LONGEST_CONTEXT = 40;
const SHORTEST_CONTEXT = 3;

/**
 * The simplest thing that could work: finds the longest end of the text before the cursor that occurs earlier in the
 * file or in its neighbours, and suggests what followed there, up to the end of its line. Knows no language, was never
 * trained. Returns '' when not even the shortest end occurs.
 */
export function copyFromFile(one: CompletionCase): string {
  const earlier = [...(one.files ?? []).map(({ text }) => text), one.prefix.slice(0, -1)].join('\n');
  for (let length = Math.min(LONGEST_CONTEXT, one.prefix.length); length >= SHORTEST_CONTEXT; length--) {
    const at = earlier.lastIndexOf(one.prefix.slice(-length));
    if (at !== -1) {
      return restOfLine(earlier.slice(at + length), one.kind === 'next-line');
    }
  }
  return '';
}

/** Up to the end of the line; of the next line when the cursor stands at a line's end. */
function restOfLine(text: string, isNextLine: boolean): string {
  const pattern = isNextLine ? /^\s*\n?[^\n]*/u : /^[^\n]*/u;
  return pattern.exec(text)?.[0] ?? '';
}
