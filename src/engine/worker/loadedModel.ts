import { type ModelFacts } from '../../models/modelFacts.ts';
import { EngineError } from '../engineError.ts';
import {
  type GenerateChunk,
  type GenerateParams,
  type GenerateResult,
  type LoadModelParams,
  type ScoreResult,
  type ScoreTextResult,
  type ModelInfo,
  type Purpose,
  type TextPiece,
} from '../protocol.ts';
import { COMPLETION_CONTEXT_TOKENS, contextLimits } from './contextLimits.ts';
import { DecodeSpeed } from './decodeSpeed.ts';
import { Generation, type GenerationTools } from './generation.ts';
import { GrowingContext } from './growingContext.ts';
import { KeptReading } from './keptReading.ts';
import { type KeptStates } from './keptStates.ts';
import { identityOf } from './modelIdentity.ts';
import {
  type ForeseenToken,
  type NativeModel,
  type NativeRuntime,
  type SequenceOptions,
  type TokenId,
} from './nativeRuntime.ts';
import { MAX_CPU_CHUNK_TOKENS, PrefillPacer } from './prefillPacer.ts';
import { PriorityLock } from './priorityLock.ts';
import { scoreText } from './scoreText.ts';
import { textPieces } from './textPieces.ts';
import { ThreadGovernor } from './threadGovernor.ts';
import { TokenHealing } from './tokenHealing.ts';
import { TokenizedTexts } from './tokenizedTexts.ts';

const WARM_UP_TEXT = 'function add(a, b) {\n  return a + b;\n}\n';
const WARM_UP_STEPS = 6;
/** How much longer than with all threads a trial with one may take. */
const ENOUGH_FACTOR = 1.5;

/** What all models of the engine share. */
export interface EngineTools {
  readonly runtime: NativeRuntime;
  readonly lock: PriorityLock;
  /** CPU threads that a model begins with. */
  readonly threads: number;
  /** Whether the user chose that number, so that it stays. */
  readonly areThreadsFixed: boolean;
  readonly onProgress: () => void;
  /** What earlier engines have read; undefined while nothing is kept. */
  readonly kept?: (() => KeptStates | undefined) | undefined;
  readonly log: (message: string) => void;
}

/** How KV caches are made. */
interface Setup {
  /** Tokens that prompt and answer of a purpose may have together. */
  readonly limits: Readonly<Record<Purpose, number>>;
  readonly options: Omit<SequenceOptions, 'contextTokens'>;
  /** What a kept state must be of; undefined where none is kept. */
  readonly identity: string | undefined;
  /** Of a completion's KV cache. */
  readonly bytesPerToken: number;
}

/** What a model's generations measure. */
type Speeds = Pick<GenerationTools, 'pacer' | 'decodeSpeed'>;

/** A model in memory, with one KV cache for each purpose it is used for. */
export class LoadedModel {
  readonly #contexts: Readonly<Record<Purpose, GrowingContext>>;
  readonly #chats = new PriorityLock();
  readonly #healing: TokenHealing;
  readonly #texts: TokenizedTexts;
  /** Each model has its own: what is slow for a small one is quick for a large one. */
  readonly #governor: ThreadGovernor;
  readonly #kept: KeptReading | undefined;
  #speeds: Speeds;

  private constructor(
    private readonly tools: EngineTools,
    private readonly native: NativeModel,
    private readonly setup: Setup,
  ) {
    const { limits, options } = setup;
    const contextFor = (purpose: Purpose): GrowingContext =>
      new GrowingContext(native, {
        first: Math.min(limits[purpose], COMPLETION_CONTEXT_TOKENS),
        most: limits[purpose],
        options,
      });
    this.#contexts = { completion: contextFor('completion'), chat: contextFor('chat') };
    this.#healing = new TokenHealing(native);
    this.#texts = new TokenizedTexts(native);
    this.#kept = this.#keptReading();
    this.#governor = new ThreadGovernor(tools.threads, tools.areThreadsFixed);
    this.#speeds = this.#newSpeeds((elapsedMs) => {
      this.#lowerThreads(this.#governor.recordStep(elapsedMs), 'the speed collapsed');
    });
  }

  /** Loads the file, makes the completion's context and measures the first speeds. */
  static async load(
    tools: EngineTools,
    params: LoadModelParams,
    facts: ModelFacts,
    onProgress: (fraction: number) => void,
  ): Promise<{ model: LoadedModel; info: ModelInfo }> {
    const startedAt = performance.now();
    const trained = facts.contextLength;
    const { numerics = 'fast', adapter } = params;
    const limits = contextLimits(params, facts);
    const identity = await identityOf(params, tools.runtime, limits.completion);
    const native = await tools.runtime.loadModel(params.path, onProgress);
    // A file that was replaced while it was loaded could be either.
    const isSame = identity === (await identityOf(params, tools.runtime, limits.completion));
    const model = new LoadedModel(tools, native, {
      limits,
      options: { numerics, adapter },
      identity: isSame ? identity : undefined,
      bytesPerToken: keyValueBytes(facts),
    });
    try {
      await model.#warmUp();
    } catch (error) {
      await native.dispose();
      throw error;
    }
    const info: ModelInfo = {
      handle: params.handle,
      path: params.path,
      name: facts.name,
      architecture: facts.architecture,
      parameters: facts.parameters,
      quantisation: facts.quantisation,
      fileBytes: facts.sizeBytes,
      contextTokens: limits.completion,
      chatContextTokens: limits.chat,
      trainedContextTokens: trained,
      fillInTheMiddle: native.infill !== undefined,
      chatTemplate: facts.chatTemplate,
      toolTemplate: facts.toolTemplate,
      endOfText: facts.endOfText,
      gpuLayers: native.gpuLayers,
      loadMs: performance.now() - startedAt,
      prefillSpeed: model.#speeds.pacer.tokensPerSecond,
      decodeSpeed: model.#speeds.decodeSpeed.tokensPerSecond,
    };
    return { model, info };
  }

  /** See {@link Generation}. */
  async generate(
    params: GenerateParams,
    signal: AbortSignal,
    emit: (chunk: GenerateChunk) => void,
  ): Promise<GenerateResult> {
    const { purpose, maxTokens } = params;
    const contextTokens = this.setup.limits[purpose];
    if (maxTokens >= contextTokens) {
      throw new EngineError(
        'promptTooLong',
        'The requested length leaves no room for a prompt in the context.',
      );
    }
    const kept = purpose === 'completion' ? this.#kept : undefined;
    const lock = this.#turns(() => this.#governor.threads);
    try {
      const tools = { ...this.#generationTools(purpose), ...this.#speeds, lock, kept };
      return await new Generation(tools, params, emit).run(signal);
    } finally {
      kept?.rest();
    }
  }

  /** Nothing of what is in the caches now is kept on the disk. */
  dropReading(): void {
    this.#kept?.drop();
  }

  /** How many tokens each text has, read as text that follows other text. */
  countTokens(texts: readonly string[]): number[] {
    return texts.map((text) => this.native.tokenize(text, { isContinued: true }).length);
  }

  /** The tokens of a text by themselves, each with what it stands for there. */
  textPieces(text: string): TextPiece[] {
    return textPieces(this.native, text);
  }

  /** What the model thinks may follow each token, from an empty cache; at most a context full of tokens. */
  async score(tokens: readonly number[], signal: AbortSignal): Promise<ScoreResult> {
    const sequence = await this.#contexts.completion.holding();
    return this.#turns(() => this.#governor.threads).run('completion', signal, async () => {
      this.dropReading();
      return { logProbabilities: await sequence.score(tokens) };
    });
  }

  /** What the model writes after the tokens when it always takes the most probable one; from an empty cache. */
  async continueTokens(tokens: readonly number[], count: number, signal: AbortSignal): Promise<TokenId[]> {
    const sequence = await this.#contexts.completion.holding();
    return this.#turns(() => this.#governor.threads).run('completion', signal, async () => {
      this.dropReading();
      await sequence.reuse([]);
      const written: TokenId[] = [];
      for await (const { token } of sequence.decode(tokens, { temperature: 0 })) {
        written.push(token);
        this.tools.onProgress();
        if (written.length >= count || signal.aborted) {
          break;
        }
      }
      return written;
    });
  }

  /** How well the model foresees a text, from one context to the next with nothing carried over. */
  async scoreText(text: string, signal: AbortSignal): Promise<ScoreTextResult> {
    const sequence = await this.#contexts.completion.holding();
    const judge = (tokens: readonly TokenId[]): Promise<readonly ForeseenToken[]> => {
      this.tools.onProgress();
      return this.#turns(() => this.#governor.threads).run('completion', signal, () => {
        this.dropReading();
        return sequence.judge(tokens);
      });
    };
    return scoreText(this.native, text, sequence.contextTokens, judge);
  }

  /** Frees the weights and every KV cache. */
  async dispose(): Promise<void> {
    this.#kept?.close();
    for (const context of Object.values(this.#contexts)) {
      await context.close();
    }
    await this.native.dispose();
  }

  #keptReading(): KeptReading | undefined {
    const { identity, bytesPerToken } = this.setup;
    const { kept } = this.tools;
    const lock = this.#turns(() => this.#governor.threads);
    return identity === undefined || kept === undefined
      ? undefined
      : new KeptReading({
          states: kept,
          identity,
          bytesPerToken,
          lock,
          middle: this.native.infill?.middle,
        });
  }

  /** Brings the weights into memory, gives the first speeds, and finds out whether many threads help at all. */
  async #warmUp(): Promise<void> {
    const { threads } = this.#governor;
    const all = await this.#tryOut(threads, this.#speeds);
    if (this.tools.areThreadsFixed || threads === 1) {
      return;
    }
    const speeds = this.#newSpeeds(() => undefined);
    // Once it has taken clearly longer, the answer is known.
    const one = await this.#tryOut(1, speeds, all.elapsedMs * ENOUGH_FACTOR);
    this.#lowerThreads(
      this.#governor.compareWithOneThread(all.msPerToken, one.msPerToken),
      'one thread is faster here',
    );
    if (this.#governor.threads === 1) {
      this.#speeds = speeds;
    }
  }

  /** Writes a few tokens, with completions of other models in between; without an end in time, that is endlessly slow. */
  async #tryOut(
    threads: number,
    speeds: Speeds,
    limitMs = Infinity,
  ): Promise<{ readonly msPerToken: number; readonly elapsedMs: number }> {
    const startedAt = performance.now();
    const enough = new AbortController();
    const tools = this.#generationTools('completion');
    const onProgress = (): void => {
      tools.onProgress();
      if (performance.now() - startedAt > limitMs) {
        enough.abort();
      }
    };
    const { stopReason } = await new Generation(
      { ...tools, ...speeds, lock: this.#turns(() => threads), isYielding: true, onProgress },
      {
        handle: '',
        purpose: 'completion',
        group: '',
        prompt: { kind: 'plain', text: WARM_UP_TEXT },
        maxTokens: WARM_UP_STEPS,
      },
      () => undefined,
    ).run(enough.signal);
    return {
      msPerToken: stopReason === 'aborted' ? Infinity : 1000 / speeds.decodeSpeed.tokensPerSecond,
      elapsedMs: performance.now() - startedAt,
    };
  }

  #generationTools(purpose: Purpose): Omit<GenerationTools, 'lock' | keyof Speeds> {
    return {
      model: this.native,
      healing: this.#healing,
      texts: this.#texts,
      contextTokens: this.setup.limits[purpose],
      sequenceFor: (tokens: number) => this.#contexts[purpose].holding(tokens),
      chats: this.#chats,
      onProgress: this.tools.onProgress,
    };
  }

  #newSpeeds(onStep: (elapsedMs: number) => void): Speeds {
    const { backend } = this.tools.runtime;
    return {
      pacer: backend === 'cpu' ? new PrefillPacer(MAX_CPU_CHUNK_TOKENS) : new PrefillPacer(),
      decodeSpeed: new DecodeSpeed(onStep),
    };
  }

  /** The engine's lock; whoever has it computes with a number of threads of his own. */
  #turns(threads: () => number): Pick<PriorityLock, 'run'> {
    const { lock, runtime } = this.tools;
    return {
      run: (purpose, signal, work) =>
        lock.run(purpose, signal, () => {
          runtime.threads = threads();
          return work();
        }),
    };
  }

  #lowerThreads(threads: number | undefined, reason: string): void {
    if (threads !== undefined) {
      this.tools.runtime.threads = threads;
      this.#speeds.decodeSpeed.reset();
      this.tools.log(`Lowered to ${threads} CPU threads: ${reason}.`);
    }
  }
}

function keyValueBytes({ estimatedMemoryBytes: { keyValueCache, keyValueTokens } }: ModelFacts): number {
  return keyValueCache / Math.max(1, keyValueTokens);
}
