import { type DocumentContext } from '../documentContext.ts';
import { type Ablation, type PipelineIdea, WHOLE_PIPELINE } from '../pipelineIdeas.ts';
import { type IndexedText } from './indexedText.ts';
import { type NeighbourRoom } from './neighbourRoom.ts';
import { type Neighbour, type NeighbourOrigin } from './neighbour.ts';
import { type CopiedText, copiedTexts, type OtherTexts } from './otherTexts.ts';
import { namesNear, type RankedNeighbour, rankNeighbours } from './rankNeighbours.ts';
import { steadyNeighbours } from './steadyNeighbours.ts';

/** What the choice is made from. */
export interface OtherTextsChoice {
  readonly document: DocumentContext;
  /** Where names near the cursor are defined: copied from before anything else, and not read. */
  readonly definitions?: readonly CopiedText[] | undefined;
  /** Of other documents; what comes first is copied from where there is too much. */
  readonly others: readonly IndexedText[];
  /** Of the document itself. */
  readonly own: readonly IndexedText[];
  /** What the document's prompts begin with until now. */
  readonly before: readonly Neighbour[];
  readonly room: NeighbourRoom;
}

/** The idea by which texts of an origin are there at all, those of the document itself aside. */
const IDEA_OF: Readonly<Record<NeighbourOrigin, PipelineIdea>> = {
  open: 'openFiles',
  elsewhere: 'elsewhere',
  recentEdit: 'openFiles',
  visited: 'openFiles',
  import: 'openFiles',
  cell: 'cells',
};

/** What a document's prompts begin with from now on, and what may be copied into it. */
export function chooseOtherTexts(
  choice: OtherTextsChoice,
  now: number,
  ablation: Ablation = WHOLE_PIPELINE,
): OtherTexts {
  const { document, room } = choice;
  const { definitions = [], others, own, before } = withoutIdeas(choice, ablation);
  const ranked = rankNeighbours(document, [...others, ...own], { now, room, ablation });
  const chosen = steadyNeighbours(before, ranked, room.length, namesNear(document));
  return {
    neighbours: chosen.map(withoutRank),
    copyFrom: copiedTexts([
      ...definitions,
      ...others.map(({ path, chunks }) => ({ path, text: chunks.map(({ text }) => `${text}\n`).join('') })),
    ]),
  };
}

function withoutRank({ path, languageId, text, origin, ownLines }: RankedNeighbour): Neighbour {
  return { path, languageId, text, origin, ...(ownLines === undefined ? {} : { ownLines }) };
}

function withoutIdeas(
  { definitions, others, own, before }: OtherTextsChoice,
  ablation: Ablation,
): Pick<OtherTextsChoice, 'definitions' | 'others' | 'own' | 'before'> {
  const hasPlaces = !ablation.has('places');
  return {
    definitions: ablation.has('definitions') ? [] : definitions,
    others: others
      .filter(({ origin }) => !ablation.has(IDEA_OF[origin]))
      .map((text) => (hasPlaces ? text : withoutPlaces(text, 'open'))),
    own: own
      .map((text) => (hasPlaces ? text : withoutPlaces(text, 'elsewhere')))
      .filter(({ origin }) => origin !== 'elsewhere' || !ablation.has('elsewhere')),
    before: ablation.has('steadyNeighbours') ? [] : before,
  };
}

/** A file in which nobody is known to have been is there all the same. */
function withoutPlaces(text: IndexedText, origin: NeighbourOrigin): IndexedText {
  return IDEA_OF[text.origin] === 'openFiles' ? { ...text, origin, seenAt: -Infinity } : text;
}
