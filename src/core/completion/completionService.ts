import { asError } from '../text/asError.ts';
import { type Clock } from './clock.ts';
import { afterAccepting, AheadOfAcceptance } from './aheadOfAcceptance.ts';
import { type AskedRequest } from './askedModel.ts';
import { askedRequest } from './askedRequest.ts';
import { type CompletionEngine, type ModelProfile } from './completionEngine.ts';
import { type CompletionOutcome } from './completionOutcome.ts';
import { debounceDelay } from './debounce.ts';
import { confidenceThreshold, type Eagerness } from './eagerness.ts';
import { type DocumentContext } from './documentContext.ts';
import { FollowedText } from './followedText.ts';
import { FurtherCandidates, type Candidate } from './furtherCandidates.ts';
import { GenerationRun, type GeneratedText } from './generationRun.ts';
import { type NeighbourRoom } from './neighbours/neighbourRoom.ts';
import { type OtherTexts } from './neighbours/otherTexts.ts';
import { type Ablation, WHOLE_PIPELINE } from './pipelineIdeas.ts';
import { Prewarmer } from './prewarmer.ts';
import { NEVER_STOPS, StopWatcher } from './stopRules.ts';
import { shapeAt, SuggestedText } from './suggestedText.ts';
import { SureText } from './sureText.ts';
import { SuggestionCache } from './suggestionCache.ts';
import { type SyntaxJudge } from './syntaxJudge.ts';
import { triggerDecision, type TriggerDecision, type TriggerInput } from './triggerPolicy.ts';
import { TypingPace } from './typingPace.ts';

export interface CompletionQuery extends TriggerInput {
  /** The user's longest debounce. */
  readonly debounceMs: number;
  /** The user's longest suggestion, in tokens. */
  readonly maxTokens: number;
  /** How sure the model must be of what is shown while somebody types. */
  readonly eagerness: Eagerness;
  /** The same as a probability, where the user has set it so, or it was learnt; see learntThreshold.ts. */
  readonly threshold?: number | undefined;
  /** Energy is scarce: fewer requests, which end sooner. */
  readonly isSaving?: boolean | undefined;
  /**
   * What may help here beside what the prompt holds of the document, for the room that is left for it. It stands between a
   * key and its suggestion: it tells what is known already.
   */
  readonly others?: (room: NeighbourRoom) => OtherTexts;
}

const CANCELLED: CompletionOutcome = { kind: 'none', reason: 'cancelled', elapsedMs: 0 };
const OUTDATED: CompletionOutcome = { kind: 'none', reason: 'outdated', elapsedMs: 0 };
/** So much longer nothing is asked where energy is saved: most keys are followed by another before that. */
const SAVING_WAIT = 3;

/**
 * From a document and a cursor to a suggestion: trigger policy, cache, a generation under way, debounce, prompt,
 * engine, filters, cache. One instance serves all documents of a window.
 */
export class CompletionService {
  readonly #cache = new SuggestionCache();
  readonly #runs = new Map<string, GenerationRun>();
  readonly #further: FurtherCandidates;
  readonly #ahead: AheadOfAcceptance;
  readonly #prewarmer: Prewarmer;
  readonly #pace = new TypingPace();
  readonly #texts: SuggestedText;
  readonly #followed = new FollowedText();
  #firstTokenMs: number | undefined;
  /** Raised when everything is forgotten: what is still written for what was asked before is not kept. */
  #epoch = 0;

  constructor(
    private readonly engine: CompletionEngine,
    private readonly clock: Clock,
    /** What a measurement leaves out. */
    private readonly ablation: Ablation = WHOLE_PIPELINE,
    private readonly syntax?: SyntaxJudge,
  ) {
    this.#further = new FurtherCandidates(engine, clock);
    this.#ahead = new AheadOfAcceptance(clock);
    this.#prewarmer = new Prewarmer(engine);
    this.#texts = new SuggestedText(ablation, syntax);
  }

  /** Never throws: what the engine throws comes back as an outcome. */
  async complete(query: CompletionQuery, signal: AbortSignal): Promise<CompletionOutcome> {
    const startedAt = this.clock.now();
    const epoch = this.#epoch;
    const timed = (outcome: CompletionOutcome): CompletionOutcome => ({
      ...(outcome.kind === 'none' && epoch !== this.#epoch && !signal.aborted ? OUTDATED : outcome),
      elapsedMs: this.clock.now() - startedAt,
      waitedMs: outcome.asked && Math.max(0, outcome.asked.startedAt - startedAt),
    });
    try {
      if (query.trigger === 'automatic') {
        this.#pace.noteKey(startedAt);
      }
      if (query.trigger === 'automatic' || this.#further.at(query.document) === undefined) {
        this.#further.giveUp();
      }
      const decision = this.#decide(query);
      if (decision.kind === 'skip') {
        this.#ahead.giveUp();
        return timed({ kind: 'none', reason: decision.reason, elapsedMs: 0 });
      }
      const cached = this.ablation.has('cache') ? undefined : this.#fromCache(query);
      const outcome = cached ?? (await this.#generate(query, signal));
      if (!signal.aborted) {
        this.#thinkAhead(query, outcome);
      }
      return timed(query.trigger === 'manual' ? await this.#withFurther(outcome, query) : outcome);
    } catch (error) {
      return timed({ kind: 'none', reason: 'engineFailed', error: asError(error), elapsedMs: 0 });
    }
  }

  /**
   * Has the engine read what a request here would show it, while nothing is asked and nobody has to save energy. Settles
   * when that is done, or something else came. Throws what the engine throws.
   *
   * @param isComplete whether `others` tells all that there is: what comes later would have everything read again
   */
  async prewarm(query: CompletionQuery, isComplete = (): boolean => true): Promise<void> {
    const isOff = query.isSaving === true || this.ablation.has('prewarm');
    if (isOff || this.#ahead.isAt(query.document)) {
      return;
    }
    // Whoever has come here has left the suggestion that was shown elsewhere.
    this.#ahead.giveUp();
    if ([...this.#runs.values()].every(({ isAborted }) => isAborted)) {
      const request = (model: ModelProfile): AskedRequest => askedRequest(query, model, this.ablation);
      await this.#prewarmer.read({ request, isComplete, document: query.document });
    }
  }

  /** Forgets every suggestion: another model would write others. Who waits for one is told that it is `outdated`. */
  forget(): void {
    this.#epoch++;
    this.#further.giveUp();
    this.#ahead.giveUp();
    this.#prewarmer.forget();
    this.#cache.clear();
    this.#followed.forget();
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
      request: async () => askedRequest(query, await this.engine.profile(document), this.ablation),
      stopRule: () => this.#watcher(document),
      fitted: (text) => this.#texts.shown(text, document),
    });
    return outcome;
  }

  /** How sure the model must be of what is shown at the query's place. */
  #thresholdOf(query: CompletionQuery): number {
    return confidenceThreshold({ ...query, shape: shapeAt(query.document, this.ablation) });
  }

  #decide(query: CompletionQuery): TriggerDecision {
    if (this.ablation.has('triggerPolicy')) return { kind: 'ask' };
    const decision = triggerDecision(query);
    // Where nothing would be asked, what goes beyond that place is not taken from who types along with it.
    const isFollowed =
      decision.kind === 'skip' && decision.reason === 'statementEnded' && this.#follows(query);
    return isFollowed ? { kind: 'ask' } : decision;
  }

  #follows(query: CompletionQuery): boolean {
    const isShown = !this.ablation.has('cache') && this.#followed.goesOnAt(query.document);
    return isShown && this.#cache.follows(query.document, this.#thresholdOf(query));
  }

  async #generate(query: CompletionQuery, signal: AbortSignal): Promise<CompletionOutcome> {
    const epoch = this.#epoch;
    const adopted = this.#adopt(query);
    this.#ahead.giveUp(adopted);
    this.#prewarmer.giveUp();
    const run = adopted ?? (await this.#begin(query, signal));
    const generated = await run?.wait(signal);
    if (run === undefined || epoch !== this.#epoch) {
      return CANCELLED;
    }
    if (generated === undefined) {
      return run.isGivenUp && !signal.aborted ? this.#generate(query, signal) : CANCELLED;
    }
    this.#keep(run, generated);
    const outcome = this.#handOut(query, generated);
    if (outcome === undefined && run.document !== query.document && !signal.aborted) {
      // What was typed meanwhile goes beyond what the adopted generation came to.
      return this.#generate(query, signal);
    }
    return outcome ?? CANCELLED;
  }

  /** What came of a generation, as it is for the document now; undefined where that has moved on from it. */
  #handOut(query: CompletionQuery, { cost, asked, sure }: GeneratedText): CompletionOutcome | undefined {
    this.#firstTokenMs = cost.firstTokenMs ?? this.#firstTokenMs;
    const found = this.#fromCache({ ...query, trigger: 'automatic' }, true);
    return found?.kind === 'suggestion'
      ? { ...found, source: 'engine', cost, asked }
      : found && { ...found, confidence: sure.confidence, cost, asked };
  }

  /** Has what would follow the suggestion written, where it is likely to be asked for and nobody has to save energy. */
  #thinkAhead(query: CompletionQuery, outcome: CompletionOutcome): void {
    const { ablation } = this;
    const isOff = query.isSaving === true || ablation.has('ahead') || ablation.has('cache');
    if (outcome.kind === 'none' || query.trigger === 'manual' || isOff) {
      this.#ahead.giveUp();
      return;
    }
    const next = { ...query, document: afterAccepting(query.document, outcome) };
    const isKnown = this.#cache.has(next.document, this.#thresholdOf(next));
    if (this.#decide(next).kind === 'skip' || isKnown) {
      this.#ahead.giveUp();
      return;
    }
    this.#ahead.begin(next.document, (signal) => this.#beginAside(next, signal));
  }

  async #beginAside(query: CompletionQuery, signal: AbortSignal): Promise<GenerationRun | undefined> {
    const epoch = this.#epoch;
    if (this.engine.isFree === false) {
      return undefined;
    }
    const model = await this.engine.profile(query.document);
    if (signal.aborted) {
      return undefined;
    }
    const run = this.#start(query, { ...askedRequest(query, model, this.ablation), isAside: true });
    void run.finished.then((generated) => {
      if (generated !== undefined && epoch === this.#epoch) {
        this.#keep(run, generated);
      }
    });
    return run;
  }

  #fromCache(query: CompletionQuery, isAwaited = false): CompletionOutcome | undefined {
    const { document, trigger } = query;
    const entry = this.#cache.lookup(document, this.#thresholdOf(query), isAwaited);
    // Who asks by hand is told all that the model has.
    if (entry === undefined || (trigger === 'manual' && !(entry.kind === 'suggestion' && entry.isWhole))) {
      return undefined;
    }
    const { earlier } = entry;
    if (entry.kind === 'nothing') {
      return { kind: 'none', reason: entry.reason, elapsedMs: 0, earlier };
    }
    const isSame = entry.isFollowed === true;
    const fitted = this.#followed.next(this.#texts.fitted(entry.text, document), document, isSame);
    return fitted.kind === 'drop'
      ? { kind: 'none', reason: fitted.reason, elapsedMs: 0, earlier }
      : {
          kind: 'suggestion',
          ...this.#texts.placed(fitted.text, document),
          source: 'cache',
          confidence: entry.confidence,
          elapsedMs: 0,
          earlier,
        };
  }

  #keep({ document, threshold }: GenerationRun, generated: GeneratedText): void {
    const { asked, cost, sure } = generated;
    const { confidence, isWhole } = sure;
    const earlier = { asked, cost };
    const result = this.#texts.generated(generated, document);
    this.#cache.store(
      document,
      result.kind === 'keep'
        ? { kind: 'suggestion', text: result.text, confidence, isWhole, earlier }
        : { kind: 'nothing', reason: result.reason, earlier },
      threshold,
    );
  }

  /** A generation under way for this document, if what was typed since agrees with it; one that does not ends. */
  #adopt(query: CompletionQuery): GenerationRun | undefined {
    const { document } = query;
    const run = this.#runs.get(document.documentId);
    if (run === undefined || run.isAborted) {
      return undefined;
    }
    const contradicts = (): boolean => this.#texts.contradicts(run, document);
    // Who asks by hand wants more than what is shown to who only types.
    const isEnough = run.threshold <= this.#thresholdOf(query);
    if (this.#texts.answers(run, document) && isEnough && !this.ablation.has('adoption')) {
      run.serve(contradicts);
      return run;
    }
    run.abort();
    return undefined;
  }

  async #begin(query: CompletionQuery, signal: AbortSignal): Promise<GenerationRun | undefined> {
    // It is read while the model writes.
    this.syntax?.prepare(query.document);
    if (query.trigger === 'automatic') {
      const delay = debounceDelay({
        settingMs: query.debounceMs,
        keyGapsMs: this.#pace.gapsMs,
        timeToFirstTokenMs: this.#firstTokenMs,
      });
      await this.clock.delay(query.isSaving === true ? delay * SAVING_WAIT : delay, signal);
    }
    // After each wait, whether it still matters: TypeScript takes a second look at the signal for a repetition.
    const isAborted = (): boolean => signal.aborted;
    if (isAborted()) {
      return undefined;
    }
    const model = await this.engine.profile(query.document);
    if (isAborted()) {
      return undefined;
    }
    // Another request for this document may have begun one meanwhile.
    return this.#adopt(query) ?? this.#start(query, askedRequest(query, model, this.ablation));
  }

  #start(query: CompletionQuery, request: AskedRequest): GenerationRun {
    const { document } = query;
    const stop = this.ablation.has('earlyStop') ? NEVER_STOPS : this.#watcher(document);
    const threshold = this.ablation.has('confidence') ? 0 : this.#thresholdOf(query);
    const written = new SureText(threshold, this.ablation.has('worthReading'));
    const run = new GenerationRun(document, stop, this.clock, written);
    this.#track(run);
    this.#prewarmer.note(request.prompt);
    run.start(this.engine, request);
    return run;
  }

  #watcher(document: DocumentContext): StopWatcher {
    const syntax = this.ablation.has('constructEnd') ? undefined : this.syntax;
    return new StopWatcher(document, shapeAt(document, this.ablation), syntax);
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
}
