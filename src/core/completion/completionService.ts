import { type Clock } from './clock.ts';
import { type AskedModel, type AskedRequest } from './askedModel.ts';
import { type CompletionEngine, type GenerationCost, type ModelProfile } from './completionEngine.ts';
import { completionShape, type CompletionShape } from './completionShape.ts';
import { debounceDelay } from './debounce.ts';
import { type DocumentContext } from './documentContext.ts';
import { confidenceThreshold, type Eagerness } from './eagerness.ts';
import { drop, type DropReason, type FilterResult } from './filter.ts';
import { FurtherCandidates, type Candidate } from './furtherCandidates.ts';
import { GenerationRun, type GeneratedText } from './generationRun.ts';
import { neighbourRoom } from './neighbours/neighbourRoom.ts';
import { NO_OTHER_TEXTS, pathsOf, type OtherTexts } from './neighbours/otherTexts.ts';
import { promptNeighbours } from './neighbours/promptNeighbours.ts';
import { type Ablation, WHOLE_PIPELINE } from './pipelineIdeas.ts';
import { postprocess, postprocessAgainstDocument } from './postprocess.ts';
import { buildPrompt } from './prompt.ts';
import { replaceLength } from './replaceRange.ts';
import { generationProgress } from './runningGeneration.ts';
import { NEVER_STOPS, StopWatcher } from './stopRules.ts';
import { SuggestionCache } from './suggestionCache.ts';
import { type SyntaxJudge } from './syntaxJudge.ts';
import { textsToCopyFrom } from './textsToCopyFrom.ts';
import { promptBudget, tokenBudget } from './tokenBudget.ts';
import {
  triggerDecision,
  type SkipReason,
  type TriggerDecision,
  type TriggerInput,
} from './triggerPolicy.ts';
import { wholeLines } from './wholeLines.ts';

export interface CompletionQuery extends TriggerInput {
  /** The user's longest debounce. */
  readonly debounceMs: number;
  /** The user's longest suggestion, in tokens. */
  readonly maxTokens: number;
  /** How sure the model must be of what is shown while somebody types. */
  readonly eagerness: Eagerness;
  /** Energy is scarce: fewer requests, which end sooner. */
  readonly isSaving?: boolean | undefined;
  /**
   * What may help here of other texts, for the room that the prompt has for them, as `neighbourLength` reckons. It stands
   * between a key and its suggestion: it tells what is known already.
   */
  readonly others?: (room: number) => OtherTexts;
}

/** Why a request brought no suggestion. */
export type NoSuggestionReason = DropReason | SkipReason | 'cancelled' | 'engineFailed';

export type CompletionOutcome =
  | {
      readonly kind: 'suggestion';
      readonly text: string;
      /** Characters after the cursor that the text takes the place of. */
      readonly replaceLength: number;
      readonly source: 'cache' | 'engine';
      /** The model's own probability that the text is right, line by line; 0 to 1. */
      readonly confidence: number;
      readonly elapsedMs: number;
      /** Others for the same place, the likeliest first, where somebody asked by hand for the second time. */
      readonly further?: readonly Candidate[] | undefined;
      /** Absent for an answer from the cache, as is `asked`. */
      readonly cost?: GenerationCost | undefined;
      readonly asked?: AskedModel | undefined;
    }
  | {
      readonly kind: 'none';
      readonly reason: NoSuggestionReason;
      readonly elapsedMs: number;
      readonly confidence?: number | undefined;
      readonly cost?: GenerationCost | undefined;
      readonly asked?: AskedModel | undefined;
      /** What the engine threw. */
      readonly error?: Error | undefined;
    };

/** So much longer nothing is asked where energy is saved: most keys are followed by another before that. */
const SAVING_WAIT = 3;
/** How many gaps between keys are remembered: the pace of the last few words. */
const KEY_GAPS = 20;

/**
 * From a document and a cursor to a suggestion: trigger policy, cache, a generation under way, debounce, prompt,
 * engine, filters, cache. One instance serves all documents of a window.
 */
export class CompletionService {
  readonly #cache = new SuggestionCache();
  readonly #runs = new Map<string, GenerationRun>();
  readonly #further: FurtherCandidates;
  readonly #keyGapsMs: number[] = [];
  #lastKeyAt: number | undefined;
  #firstTokenMs: number | undefined;
  /** Raised when another model is to write: what the one before it still writes is not kept. */
  #epoch = 0;

  constructor(
    private readonly engine: CompletionEngine,
    private readonly clock: Clock,
    /** What a measurement leaves out. */
    private readonly ablation: Ablation = WHOLE_PIPELINE,
    private readonly syntax?: SyntaxJudge,
  ) {
    this.#further = new FurtherCandidates(engine, clock);
  }

  /** Never throws: what the engine throws comes back as an outcome. */
  async complete(query: CompletionQuery, signal: AbortSignal): Promise<CompletionOutcome> {
    const startedAt = this.clock.now();
    const timed = (outcome: CompletionOutcome): CompletionOutcome => ({
      ...outcome,
      elapsedMs: this.clock.now() - startedAt,
    });
    try {
      this.#noteKey(query.trigger, startedAt);
      if (query.trigger === 'automatic') {
        this.#further.giveUp();
      }
      const decision = this.#decide(query);
      if (decision.kind === 'skip') {
        return timed({ kind: 'none', reason: decision.reason, elapsedMs: 0 });
      }
      const cached = this.ablation.has('cache') ? undefined : this.#fromCache(query);
      const outcome = cached ?? (await this.#generate(query, signal));
      return timed(query.trigger === 'manual' ? await this.#withFurther(outcome, query) : outcome);
    } catch (error) {
      return timed({ kind: 'none', reason: 'engineFailed', error: toError(error), elapsedMs: 0 });
    }
  }

  /** Forgets every suggestion: another model would write others. */
  forget(): void {
    this.#epoch++;
    this.#further.giveUp();
    this.#cache.clear();
    for (const run of this.#runs.values()) {
      run.abort();
    }
  }

  /** With what was written meanwhile for who asks again; begins it for who asks for the first time. */
  async #withFurther(outcome: CompletionOutcome, query: CompletionQuery): Promise<CompletionOutcome> {
    if (outcome.kind === 'none' || this.ablation.has('candidates')) {
      return outcome;
    }
    const { document } = query;
    const begun = this.#further.at(document);
    if (begun !== undefined) {
      const shown = new Set([outcome.text]);
      const isNew = ({ text }: Candidate): boolean => !shown.has(text) && shown.add(text).size > 0;
      return { ...outcome, further: (await begun).filter(isNew) };
    }
    this.#further.begin({
      document,
      request: async () => this.#request(query, await this.engine.profile()),
      stopRule: () => new StopWatcher(document, this.#shapeAt(document)),
      fitted: (text) => {
        const written = this.#postprocess(text, document);
        const fitted = written.kind === 'drop' ? written : this.#fitted(written.text, document);
        return fitted.kind === 'drop'
          ? undefined
          : { text: fitted.text, replaceLength: this.#replaceLength(fitted.text, document) };
      },
    });
    return outcome;
  }

  #decide(query: CompletionQuery): TriggerDecision {
    return this.ablation.has('triggerPolicy') ? { kind: 'ask' } : triggerDecision(query);
  }

  async #generate(query: CompletionQuery, signal: AbortSignal): Promise<CompletionOutcome> {
    const epoch = this.#epoch;
    const run = this.#adopt(query) ?? (await this.#begin(query, signal));
    const generated = await run?.wait(signal);
    if (run === undefined || generated === undefined || epoch !== this.#epoch) {
      return { kind: 'none', reason: 'cancelled', elapsedMs: 0 };
    }
    this.#firstTokenMs = generated.cost.firstTokenMs ?? this.#firstTokenMs;
    this.#keep(run.document, generated);
    const { cost, asked } = generated;
    const { confidence } = generated.sure;
    const found = this.#fromCache({ ...query, trigger: 'automatic' });
    if (found === undefined && run.document !== query.document && !signal.aborted) {
      // What was typed meanwhile goes beyond what the adopted generation came to.
      return this.#generate(query, signal);
    }
    // The document has moved on from what the text was generated for; the request for the new state is on its way.
    const outcome: CompletionOutcome = found ?? { kind: 'none', reason: 'cancelled', elapsedMs: 0 };
    return outcome.kind === 'suggestion'
      ? { ...outcome, source: 'engine', cost, asked }
      : { ...outcome, confidence, cost, asked };
  }

  #fromCache({ document, trigger }: CompletionQuery): CompletionOutcome | undefined {
    const entry = this.#cache.lookup(document);
    // Who asks by hand is told all that the model has.
    if (entry === undefined || (trigger === 'manual' && !(entry.kind === 'suggestion' && entry.isWhole))) {
      return undefined;
    }
    if (entry.kind === 'nothing') {
      return { kind: 'none', reason: entry.reason, elapsedMs: 0 };
    }
    const fitted = this.#fitted(entry.text, document);
    return fitted.kind === 'drop'
      ? { kind: 'none', reason: fitted.reason, elapsedMs: 0 }
      : {
          kind: 'suggestion',
          text: fitted.text,
          replaceLength: this.#replaceLength(fitted.text, document),
          source: 'cache',
          confidence: entry.confidence,
          elapsedMs: 0,
        };
  }

  #keep(document: DocumentContext, { sure, cost }: GeneratedText): void {
    const { confidence, isWhole } = sure;
    const isCut = isWhole && cost.isCut && !this.ablation.has('wholeLines');
    const text = isCut ? wholeLines(sure.text) : sure.text;
    const result: FilterResult = text === '' && !isWhole ? drop('unsure') : this.#postprocess(text, document);
    this.#cache.store(
      document,
      result.kind === 'keep'
        ? { kind: 'suggestion', text: result.text, confidence, isWhole }
        : { kind: 'nothing', reason: result.reason },
    );
  }

  /** A generation under way for this document, if what was typed since agrees with it; one that does not ends. */
  #adopt(query: CompletionQuery): GenerationRun | undefined {
    const { document } = query;
    const run = this.#runs.get(document.documentId);
    if (run === undefined || run.isAborted) {
      return undefined;
    }
    const shown = this.#postprocess(run.textSoFar, run.document);
    const text = shown.kind === 'keep' ? shown.text : run.textSoFar;
    const follows = generationProgress(run.document, text, document).kind === 'follows';
    // Who asks by hand wants more than what is shown to who only types.
    const isEnough = run.threshold <= confidenceThreshold(query);
    if (follows && isEnough && !this.ablation.has('adoption')) {
      return run;
    }
    run.abort();
    return undefined;
  }

  async #begin(query: CompletionQuery, signal: AbortSignal): Promise<GenerationRun | undefined> {
    const { document } = query;
    // It is read while the model writes.
    this.syntax?.prepare(document);
    if (query.trigger === 'automatic') {
      const delay = debounceDelay({
        settingMs: query.debounceMs,
        keyGapsMs: this.#keyGapsMs,
        timeToFirstTokenMs: this.#firstTokenMs,
      });
      await this.clock.delay(query.isSaving === true ? delay * SAVING_WAIT : delay, signal);
    }
    // After each wait, whether it still matters: TypeScript takes a second look at the signal for a repetition.
    const isAborted = (): boolean => signal.aborted;
    if (isAborted()) {
      return undefined;
    }
    const model = await this.engine.profile();
    if (isAborted()) {
      return undefined;
    }
    // Another request for this document may have begun one meanwhile.
    const begun = this.#adopt(query);
    if (begun !== undefined) {
      return begun;
    }
    const stop = this.ablation.has('earlyStop')
      ? NEVER_STOPS
      : new StopWatcher(document, this.#shapeAt(document));
    const threshold = this.ablation.has('confidence') ? 0 : confidenceThreshold(query);
    const run = new GenerationRun(document, stop, this.clock, threshold);
    this.#track(run);
    run.start(this.engine, this.#request(query, model));
    return run;
  }

  #request(
    { document, maxTokens, others = () => NO_OTHER_TEXTS }: CompletionQuery,
    model: ModelProfile,
  ): AskedRequest {
    const { ablation } = this;
    const tokens = tokenBudget(model, this.#shapeAt(document), maxTokens);
    const budgetTokens = promptBudget(model, tokens);
    const room = ablation.has('neighbours') ? 0 : neighbourRoom(document, model, budgetTokens);
    const offered = others(room);
    const shown = promptNeighbours(room === 0 ? [] : offered.neighbours, document.languageId, model, room);
    return {
      budgetTokens,
      neighbourRoom: room,
      neighbours: shown.neighbours,
      copiedPaths: ablation.has('copying') ? [] : pathsOf(offered.copyFrom),
      documentId: document.documentId,
      prompt: buildPrompt(document, model, budgetTokens, { neighbours: shown.texts, ablation }),
      maxTokens: tokens,
      healsTokens: !ablation.has('tokenHealing'),
      ...(ablation.has('copying') ? {} : { copyFrom: textsToCopyFrom(document, offered.copyFrom) }),
    };
  }

  #shapeAt(document: DocumentContext): CompletionShape {
    return this.ablation.has('shape') ? 'line' : completionShape(document);
  }

  #postprocess(text: string, document: DocumentContext): FilterResult {
    return postprocess(text, { document, shape: this.#shapeAt(document), ablation: this.ablation });
  }

  #fitted(text: string, document: DocumentContext): FilterResult {
    const shape = text.includes('\n') ? 'block' : 'line';
    const { ablation, syntax } = this;
    return postprocessAgainstDocument(text, { document, shape, ablation, syntax });
  }

  #replaceLength(text: string, document: DocumentContext): number {
    return this.ablation.has('replaceRange') ? 0 : replaceLength(text, document);
  }

  #track(run: GenerationRun): void {
    const { documentId } = run.document;
    this.#runs.set(documentId, run);
    const forget = (): void => {
      if (this.#runs.get(documentId) === run) {
        this.#runs.delete(documentId);
      }
    };
    run.finished.then(forget, forget);
  }

  #noteKey(trigger: CompletionQuery['trigger'], now: number): void {
    if (trigger === 'automatic') {
      if (this.#lastKeyAt !== undefined) {
        this.#keyGapsMs.push(now - this.#lastKeyAt);
        this.#keyGapsMs.splice(0, this.#keyGapsMs.length - KEY_GAPS);
      }
      this.#lastKeyAt = now;
    }
  }
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
