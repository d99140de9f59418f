/** More than any budget of a 2,048-token context; reading a whole 10 MB file on every key would be felt. */
const MAX_PREFIX_CHARACTERS = 20_000;
/** The start of what is read moves in such steps: sliding along with the cursor, it would change every prompt's start. */
const PREFIX_STEP_CHARACTERS = 8_000;
const MAX_SUFFIX_CHARACTERS = 5_000;

/** Where in a document the text begins that is read for a cursor at `offset`; perhaps within a line. */
export function readFrom(offset: number): number {
  const excess = Math.max(0, offset - MAX_PREFIX_CHARACTERS);
  return Math.ceil(excess / PREFIX_STEP_CHARACTERS) * PREFIX_STEP_CHARACTERS;
}

/** Where the text ends that is read for a cursor at `offset`; perhaps behind the document's end. */
export function readTo(offset: number): number {
  return offset + MAX_SUFFIX_CHARACTERS;
}

/** The text from its first whole line on: a cut in the middle of a line would show the model half a word. */
export function fromLineStart(text: string): string {
  const lineBreak = text.indexOf('\n');
  return lineBreak === -1 ? text : text.slice(lineBreak + 1);
}
