import {
  type DraftedTokens,
  type GenerateChunk,
  type GenerateParams,
  type GenerateResult,
  type StopReason,
} from '../protocol.ts';
import { CharacterStream } from './characterStream.ts';
import { encodePrompt } from './encodePrompt.ts';
import { type KeptReading } from './keptReading.ts';
import { type NativeModel, type NativeSequence, type ScoredToken, type TokenId } from './nativeRuntime.ts';
import { type PrefillPacer } from './prefillPacer.ts';
import { type PriorityLock } from './priorityLock.ts';
import { bodyOf, endsAtCursor, mendEnd, takeBack, type Turns } from './promptMending.ts';
import { CopyingText, type FoundToken } from './copyingText.ts';
import { type DecodeSpeed } from './decodeSpeed.ts';
import { StopTexts } from './stopTexts.ts';
import { type TakenBack, type TokenHealing } from './tokenHealing.ts';
import { type TokenizedTexts } from './tokenizedTexts.ts';

/** Of a text before the cursor that others follow in the prompt, so much is tokenized to find its end elsewhere. */
const ENDING_CHARACTERS = 400;

/** What a generation works with; all of it outlives the generation. */
export interface GenerationTools {
  readonly model: NativeModel;
  readonly healing: TokenHealing;
  readonly texts: TokenizedTexts;
  /** The most that prompt and answer may have together. */
  readonly contextTokens: number;
  /** The KV cache of the request's purpose, with room for so many tokens; only asked for while nobody else uses it. */
  readonly sequenceFor: (tokens: number) => Promise<NativeSequence>;
  /** Of the engine: one step at a time. */
  readonly lock: Pick<PriorityLock, 'run'>;
  /** Of the model's chats, which share one KV cache: each has it until its answer is written. */
  readonly chats: PriorityLock;
  /** Lets completions in between any two steps even where it is one itself. */
  readonly isYielding?: boolean;
  /** Of the KV cache, where what it reads may outlive it. */
  readonly kept?: Pick<KeptReading, 'reuse'> | undefined;
  readonly pacer: PrefillPacer;
  readonly decodeSpeed: DecodeSpeed;
  /** Called whenever the work has moved on. */
  readonly onProgress: () => void;
}

/** What mending the end of a prompt is done with. */
interface MendingSteps {
  readonly copying: CopyingText;
  readonly turns: Turns;
  readonly accept: (scored: ScoredToken) => StopReason | undefined;
}

/** One request on its way from prompt to text: prefill in abortable chunks, then token by token. */
export class Generation {
  readonly #startedAt = performance.now();
  #text = '';
  #promptTokens = 0;
  #reusedTokens = 0;
  #neighbours: number | undefined;
  #generatedTokens = 0;
  readonly #drafts: DraftedTokens[] = [];
  #firstTokenMs: number | null = null;
  #unsent = { tokens: 0, logProbability: 0 };
  /** Characters of the prompt that were taken back and not written anew yet: nobody is sent them. */
  #unwritten = 0;

  constructor(
    private readonly tools: GenerationTools,
    private readonly params: GenerateParams,
    private readonly emit: (chunk: GenerateChunk) => void,
  ) {}

  /** Runs to the end, or to the abort of `signal`: then the result holds what was there. */
  async run(signal: AbortSignal): Promise<GenerateResult> {
    const { lock, chats, isYielding = false } = this.tools;
    try {
      // A completion keeps the engine to itself; a chat lets completions in between any two steps, but no other chat.
      const stopReason =
        this.params.purpose === 'completion' && !isYielding
          ? await lock.run('completion', signal, () => this.#generate(signal, (step) => step()))
          : await chats.run('chat', signal, () =>
              this.#generate(signal, (step) => lock.run('chat', signal, step)),
            );
      return this.#result(stopReason);
    } catch (error) {
      if (signal.aborted) {
        return this.#result('aborted');
      }
      throw error;
    }
  }

  async #generate(signal: AbortSignal, exclusively: Turns['exclusively']): Promise<StopReason> {
    const { model, healing, contextTokens, sequenceFor } = this.tools;
    const { prompt, maxTokens, healsTokens } = this.params;
    const { tokens, neighbours } = encodePrompt(model, prompt, contextTokens - maxTokens);
    this.#promptTokens = tokens.length;
    this.#neighbours = neighbours;
    const sequence = await exclusively(() => sequenceFor(tokens.length + maxTokens));
    const takenBack = healsTokens === true ? takeBack(healing, prompt, tokens) : undefined;
    const body = takenBack === undefined ? tokens.slice(0, -1) : bodyOf(takenBack, healing);
    this.#reusedTokens = await exclusively(() => this.#reuse(sequence, body));
    if ((await this.#prefill(sequence, body, this.#reusedTokens, { signal, exclusively })) === 'aborted') {
      return 'aborted';
    }
    if (this.params.onlyReads === true) {
      return 'maxTokens';
    }
    return this.#decode(sequence, takenBack ?? { prompt: tokens, tokens: [], text: '' }, {
      signal,
      exclusively,
    });
  }

  /** Goes on from what the cache has of the prompt, or from what was kept of an earlier one. */
  async #reuse(sequence: NativeSequence, tokens: readonly TokenId[]): Promise<number> {
    const { kept } = this.tools;
    const { group, keeps } = this.params;
    return kept === undefined ? sequence.reuse(tokens) : kept.reuse(sequence, tokens, group, keeps === true);
  }

  /** Evaluates the tokens from an index on, chunk by chunk. */
  async #prefill(
    sequence: NativeSequence,
    tokens: readonly TokenId[],
    from: number,
    { signal, exclusively }: Turns,
  ): Promise<'done' | 'aborted'> {
    for (let next = from; next < tokens.length;) {
      if (signal.aborted) {
        return 'aborted';
      }
      next += await exclusively(() => this.#prefillChunk(sequence, tokens, next));
    }
    return 'done';
  }

  /** Evaluates the next chunk; returns its length. */
  async #prefillChunk(sequence: NativeSequence, tokens: readonly TokenId[], from: number): Promise<number> {
    const { pacer, onProgress } = this.tools;
    const chunk = tokens.slice(from, from + pacer.chunkTokens);
    const startedAt = performance.now();
    await sequence.prefill(chunk);
    pacer.record(chunk.length, performance.now() - startedAt);
    onProgress();
    return chunk.length;
  }

  async #decode(sequence: NativeSequence, takenBack: TakenBack, turns: Turns): Promise<StopReason> {
    const { model } = this.tools;
    const { prompt, text } = takenBack;
    const characters = new CharacterStream((tokens, before) => model.detokenize(tokens, before), prompt);
    this.#unwritten = text.length;
    const { stop = [] } = this.params;
    const stops = new StopTexts(stop);
    // As a control token it has no text to be found by.
    const stopTokens = new Set(stop.map((one) => model.controlToken(one)));
    const accept = (scored: ScoredToken): StopReason | undefined => this.#accept(scored, characters, stops);
    const copying = this.#copying(sequence, prompt);
    const mended = await this.#mend(sequence, takenBack, { copying, turns, accept });
    const steps = this.#steps(sequence, copying, mended.next, text !== '');
    try {
      if (mended.stopReason !== undefined) {
        return mended.stopReason;
      }
      while (this.#generatedTokens < this.params.maxTokens) {
        if (turns.signal.aborted) {
          return 'aborted';
        }
        const scored = await turns.exclusively(() => this.#decodeStep(steps));
        const stopReason =
          scored === undefined || model.isEndOfText(scored.token)
            ? 'endOfText'
            : stopTokens.has(scored.token)
              ? 'stopText'
              : accept(scored);
        if (stopReason !== undefined) {
          return stopReason;
        }
      }
      return 'maxTokens';
    } finally {
      // What was held back as the beginning of a stop text turned out to be none, unless one was found.
      this.#send(stops.flush());
      await steps.return?.();
    }
  }

  /** Token after token, with what followed elsewhere if the request has texts to copy from. */
  #steps(
    sequence: NativeSequence,
    copying: CopyingText,
    next: readonly TokenId[],
    isBegun: boolean,
  ): AsyncIterator<ScoredToken> {
    const {
      copyFrom,
      alternative,
      drafts,
      maxTokens,
      temperature = 0,
      seed,
      repetitionPenalty,
      grammar,
    } = this.params;
    // Nothing is read that is not asked for: there may be no room for it.
    const mostAtOnce = (): number => (drafts === true ? maxTokens - this.#generatedTokens : 1);
    const steps =
      copyFrom === undefined
        ? sequence.decode(next, { temperature, seed, repetitionPenalty, grammar })
        : copying.decode(next, isBegun ? 0 : alternative, mostAtOnce);
    return steps[Symbol.asyncIterator]();
  }

  /** What goes on from the prompt's end, or from the text before the cursor where the prompt ends with another. */
  #copying(sequence: NativeSequence, tokens: readonly TokenId[]): CopyingText {
    const { model, texts, healing } = this.tools;
    const { prompt, copyFrom = [] } = this.params;
    const before = endsAtCursor(prompt)
      ? tokens.slice(0, -1)
      : prompt.kind === 'fillInTheMiddle'
        ? model.tokenize(prompt.prefix.slice(-ENDING_CHARACTERS), { isContinued: true })
        : tokens;
    return new CopyingText(
      sequence,
      copyFrom.map((text) => texts.tokensOf(text)),
      before,
      // Whoever types on asks again from places that the model has been to.
      (written, candidates) => {
        healing.looks.keep([...tokens, ...written], candidates);
      },
    );
  }

  /** Writes what was taken back anew; `next` are the tokens that are still to be evaluated. */
  async #mend(
    sequence: NativeSequence,
    takenBack: TakenBack,
    { copying, turns, accept }: MendingSteps,
  ): Promise<{ readonly next: readonly TokenId[]; readonly stopReason?: StopReason | undefined }> {
    if (takenBack.text === '') {
      return { next: takenBack.prompt.slice(-1) };
    }
    const { healing } = this.tools;
    const prefill = (tokens: readonly TokenId[], from: number): Promise<unknown> =>
      this.#prefill(sequence, tokens, from, turns);
    const tools = { healing, sequence, copying, prefill, turns };
    const { written, next } = await mendEnd(tools, takenBack, this.params.alternative);
    if (turns.signal.aborted) {
      return { next, stopReason: 'aborted' };
    }
    if (written.length === 0) {
      this.#unwritten = 0;
    }
    for (const scored of written) {
      const stopReason = accept(scored);
      if (stopReason !== undefined) {
        return { next, stopReason };
      }
    }
    return { next };
  }

  /** Shows what a token completes; says why generation ends, if it does. */
  #accept(scored: ScoredToken, characters: CharacterStream, stops: StopTexts): StopReason | undefined {
    this.#generatedTokens++;
    this.#unsent.tokens++;
    this.#unsent.logProbability += Math.log(Math.max(scored.probability, Number.MIN_VALUE));
    const { text: whole, invalid } = characters.push(scored.token);
    const text = whole.slice(this.#unwritten);
    this.#unwritten -= whole.length - text.length;
    const scan = stops.push(text);
    this.#send(scan.text);
    if (scan.stopped) {
      return 'stopText';
    }
    return invalid ? 'invalidText' : undefined;
  }

  async #decodeStep(steps: AsyncIterator<ScoredToken | FoundToken>): Promise<ScoredToken | undefined> {
    const startedAt = performance.now();
    const step = await steps.next();
    this.tools.onProgress();
    const elapsedMs = performance.now() - startedAt;
    const isFirst = this.#firstTokenMs === null;
    this.#firstTokenMs ??= performance.now() - this.#startedAt;
    if (step.done === true) {
      return undefined;
    }
    const evaluated = 'evaluated' in step.value ? step.value.evaluated : 1;
    this.#noteStep(evaluated, elapsedMs, isFirst);
    return step.value;
  }

  #noteStep(evaluated: number, elapsedMs: number, isFirst: boolean): void {
    if (evaluated > 1) {
      this.#drafts.push({ firstToken: this.#generatedTokens, tokens: 1, elapsedMs });
    } else if (evaluated === 0) {
      const last = this.#drafts.pop();
      if (last !== undefined) {
        this.#drafts.push({ ...last, tokens: last.tokens + 1, elapsedMs: last.elapsedMs + elapsedMs });
      }
    } else if (!isFirst) {
      // The first step also evaluates the prompt's end; it is not counted as decoding.
      this.tools.decodeSpeed.record(elapsedMs);
    }
  }

  #send(text: string): void {
    if (text !== '') {
      this.#text += text;
      this.emit({ text, ...this.#unsent });
      this.#unsent = { tokens: 0, logProbability: 0 };
    }
  }

  #result(stopReason: StopReason): GenerateResult {
    return {
      text: this.#text,
      stopReason,
      promptTokens: this.#promptTokens,
      reusedTokens: this.#reusedTokens,
      neighbours: this.#neighbours,
      generatedTokens: this.#generatedTokens,
      ...(this.#drafts.length === 0 ? {} : { drafts: this.#drafts }),
      firstTokenMs: this.#firstTokenMs,
      totalMs: performance.now() - this.#startedAt,
      prefillSpeed: this.tools.pacer.tokensPerSecond,
      decodeSpeed: this.tools.decodeSpeed.tokensPerSecond,
    };
  }
}
