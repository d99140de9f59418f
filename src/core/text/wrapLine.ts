/** A line as several of at most `width` characters; what goes on from a list item is indented as its text is. */
export function wrapLine(line: string, width: number): readonly string[] {
  const indentation = /^\s*(?:(?:[-*+]|\d+[.)]) )?/u.exec(line)?.[0] ?? '';
  const wrapped: string[] = [];
  let current = indentation;
  for (const word of line.slice(indentation.length).split(' ')) {
    const isEmpty = current.trim() === '' || current === indentation;
    if (!isEmpty && current.length + 1 + word.length > width) {
      wrapped.push(current);
      current = ' '.repeat(indentation.length) + word;
    } else {
      current = isEmpty ? current + word : `${current} ${word}`;
    }
  }
  return [...wrapped, current];
}
