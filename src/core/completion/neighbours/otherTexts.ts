import { type Neighbour } from './neighbour.ts';

/** What lies ready of the texts beside a document. */
export interface OtherTexts {
  /** Parts that the model may read, the most useful first. */
  readonly neighbours: readonly Neighbour[];
  /** Texts that it need not read: names and phrases may be copied from them. */
  readonly copyFrom: readonly CopiedText[];
}

/** A text that names and phrases may be copied from. */
export interface CopiedText {
  /** As shown to a person; empty for a text that has none. */
  readonly path: string;
  readonly text: string;
}

/** Nothing is known beside the document. */
export const NO_OTHER_TEXTS: OtherTexts = { neighbours: [], copyFrom: [] };

/** More would take longer to be sent with every key than it is worth. */
const MOST_COPIED_CHARACTERS = 40_000;

/** The first of the texts, as long as they are not too much together. */
export function copiedTexts(texts: readonly CopiedText[]): readonly CopiedText[] {
  let left = MOST_COPIED_CHARACTERS;
  return texts.filter(({ text: { length } }) => {
    const isHeld = length > 0 && length <= left;
    left -= isHeld ? length : 0;
    return isHeld;
  });
}

/** The paths of texts, each once. */
export function pathsOf(texts: readonly CopiedText[]): readonly string[] {
  return [...new Set(texts.map(({ path }) => path))].filter((path) => path !== '');
}
