import { type DocumentContext } from '../documentContext.ts';
import { type IndexedText } from './indexedText.ts';
import { type Neighbour } from './neighbour.ts';
import { namesNear, rankNeighbours } from './rankNeighbours.ts';
import { steadyNeighbours } from './steadyNeighbours.ts';

/** What the choice is made from. */
export interface NeighbourChoice {
  readonly document: DocumentContext;
  readonly texts: readonly IndexedText[];
  /** What the document's prompts begin with until now. */
  readonly before: readonly Neighbour[];
  /** What they may take together, as `neighbourLength` reckons. */
  readonly room: number;
}

/** What a document's prompts begin with from now on. */
export function chooseNeighbours(
  { document, texts, before, room }: NeighbourChoice,
  now: number,
): readonly Neighbour[] {
  const ranked = rankNeighbours(document, texts, now);
  return steadyNeighbours(before, ranked, room, namesNear(document)).map(
    ({ path, languageId, text, origin }) => ({
      path,
      languageId,
      text,
      origin,
    }),
  );
}
