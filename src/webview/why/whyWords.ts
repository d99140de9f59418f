import { type NoSuggestionReason } from '../../core/completion/completionOutcome.ts';
import { type NeighbourOrigin } from '../../core/completion/neighbours/neighbour.ts';
import { type PipelineIdea } from '../../core/completion/pipelineIdeas.ts';
import { localeOf, type PageWords, pageWords } from '../pageWords.ts';

/** Every text of the page. `{0}` and so on are replaced. */
export interface WhyStrings {
  readonly title: string;
  readonly about: string;
  readonly refresh: string;
  readonly none: string;
  readonly leftAlone: string;
  readonly suggested: string;
  readonly nothing: string;
  readonly file: string;
  readonly trigger: string;
  readonly manual: string;
  readonly automatic: string;
  readonly answer: string;
  readonly fromCache: string;
  readonly fromModel: string;
  readonly fromNobody: string;
  readonly confidence: string;
  readonly percent: string;
  readonly wanted: string;
  readonly time: string;
  readonly milliseconds: string;
  readonly waited: string;
  readonly model: string;
  readonly modelTimes: string;
  readonly rest: string;
  readonly begunBefore: string;
  readonly prompt: string;
  readonly promptTokens: string;
  readonly otherTexts: string;
  readonly noRoom: string;
  readonly otherParts: string;
  readonly copied: string;
  readonly written: string;
  readonly writtenTokens: string;
  readonly isCut: string;
  readonly promptTitle: string;
  readonly otherTitle: string;
  readonly leftOut: string;
  readonly writtenTitle: string;
  readonly filtersTitle: string;
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly dropped: string;
}

/** How the page writes. */
export interface WhyWords extends PageWords<keyof WhyStrings> {
  readonly reason: (reason: NoSuggestionReason) => string;
  readonly filter: (name: PipelineIdea) => string;
  /** Why a part of another text was read. */
  readonly origin: (origin: NeighbourOrigin) => string;
  /** The time of day of milliseconds since 1970. */
  readonly time: (at: number) => string;
}

/** Writes in a language, with its strings; reasons and filters have words of their own. */
export function whyWords(
  language: string,
  strings: WhyStrings,
  own: Pick<WhyWords, 'reason' | 'filter' | 'origin'>,
): WhyWords {
  return {
    ...pageWords(strings, language),
    ...own,
    time: (at) => new Date(at).toLocaleTimeString(localeOf(language)),
  };
}
