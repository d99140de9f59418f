import { type AskedRequest } from './askedModel.ts';
import { type Clock } from './clock.ts';
import { type CompletionEngine } from './completionEngine.ts';
import { type DocumentContext } from './documentContext.ts';
import { GenerationRun } from './generationRun.ts';
import { type StopRule } from './stopRules.ts';

/** So many beginnings are tried beside the likeliest, which is shown already. */
const ALTERNATIVES = 2;

/** A text that may be suggested instead of the first one. */
export interface Candidate {
  readonly text: string;
  /** Characters after the cursor that the text takes the place of. */
  readonly replaceLength: number;
  /** Geometric mean of its tokens' probabilities, 0 to 1: candidates are ranked by it. */
  readonly meanProbability: number;
}

/** What a candidate is made with at one place of a document. */
export interface CandidatePlace {
  readonly document: DocumentContext;
  readonly request: () => Promise<AskedRequest>;
  readonly stopRule: () => StopRule;
  /** What the filters leave of a text; undefined: nothing. */
  readonly fitted: (text: string) => Pick<Candidate, 'text' | 'replaceLength'> | undefined;
}

/**
 * Other suggestions for the place where somebody asked by hand. The best is shown at once; these are written behind it,
 * and handed out when the same person asks again without having typed or moved.
 */
export class FurtherCandidates {
  #place: { readonly document: DocumentContext; readonly written: Promise<readonly Candidate[]> } | undefined;
  #abort = new AbortController();

  constructor(
    private readonly engine: CompletionEngine,
    private readonly clock: Clock,
  ) {}

  /** Those for this place, once they are written; undefined where nobody has begun them here. */
  at(document: DocumentContext): Promise<readonly Candidate[]> | undefined {
    return this.#place !== undefined && isSamePlace(this.#place.document, document)
      ? this.#place.written
      : undefined;
  }

  /** Begins to write those for a place; those for another one are given up. */
  begin(place: CandidatePlace): void {
    this.giveUp();
    const { signal } = this.#abort;
    // What fails here brings no others: who asks again has the first one, and whatever they ask next says what failed.
    const written = this.#write(place, signal).catch(() => []);
    this.#place = { document: place.document, written };
  }

  /** Ends what is being written: somebody types, or another model is to write. */
  giveUp(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#place = undefined;
  }

  async #write(place: CandidatePlace, signal: AbortSignal): Promise<readonly Candidate[]> {
    const request = await place.request();
    const candidates: Candidate[] = [];
    for (let alternative = 1; alternative <= ALTERNATIVES && !signal.aborted; alternative++) {
      const run = new GenerationRun(place.document, place.stopRule(), this.clock);
      signal.addEventListener(
        'abort',
        () => {
          run.abort();
        },
        { once: true },
      );
      run.start(this.engine, { ...request, alternative });
      const generated = await run.finished;
      if (generated === undefined) {
        // Another request of the document took its place: whoever made it must not be put off by the next one.
        break;
      }
      const fitted = place.fitted(generated.sure.text);
      if (fitted !== undefined) {
        candidates.push({ ...fitted, meanProbability: generated.sure.meanProbability });
      }
    }
    return candidates.sort((a, b) => b.meanProbability - a.meanProbability);
  }
}

function isSamePlace(one: DocumentContext, other: DocumentContext): boolean {
  return one.documentId === other.documentId && one.prefix === other.prefix && one.suffix === other.suffix;
}
