/** The lines of a text that say something, without their indentation: lone brackets stand everywhere. */
export function tellingLines(text: string): ReadonlySet<string> {
  return new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => /[\p{L}\p{N}_]{2}/u.test(line)),
  );
}

/** Which part of the lines of one text the other has as well, from 0 to 1. */
export function sharedPart(lines: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const shared = [...lines].filter((line) => other.has(line)).length;
  return lines.size === 0 ? 1 : shared / lines.size;
}
