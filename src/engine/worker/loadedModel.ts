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
} from '../protocol.ts';
import { DecodeSpeed } from './decodeSpeed.ts';
import { Generation } from './generation.ts';
import {
  type ForeseenToken,
  type NativeModel,
  type NativeRuntime,
  type NativeSequence,
  type SequenceOptions,
  type TokenId,
} from './nativeRuntime.ts';
import { MAX_CPU_CHUNK_TOKENS, PrefillPacer } from './prefillPacer.ts';
import { type PriorityLock } from './priorityLock.ts';
import { scoreText } from './scoreText.ts';
import { type ThreadGovernor } from './threadGovernor.ts';

/** OpenELM's trained length; larger contexts cost memory that a completion does not use. */
const DEFAULT_CONTEXT_TOKENS = 2048;
const MIN_CONTEXT_TOKENS = 64;
const WARM_UP_TEXT = 'function add(a, b) {\n  return a + b;\n}\n';
const WARM_UP_STEPS = 6;

/** What all models of the engine share. */
export interface EngineTools {
  readonly runtime: NativeRuntime;
  readonly lock: PriorityLock;
  readonly governor: ThreadGovernor;
  readonly onProgress: () => void;
  readonly log: (message: string) => void;
}

/** A model in memory, with one KV cache for each purpose it is used for. */
export class LoadedModel {
  readonly #sequences = new Map<Purpose, Promise<NativeSequence>>();
  readonly #pacer: PrefillPacer;
  readonly #decodeSpeed: DecodeSpeed;

  private constructor(
    private readonly tools: EngineTools,
    private readonly native: NativeModel,
    private readonly options: SequenceOptions,
  ) {
    this.#pacer =
      tools.runtime.backend === 'cpu' ? new PrefillPacer(MAX_CPU_CHUNK_TOKENS) : new PrefillPacer();
    this.#decodeSpeed = new DecodeSpeed((elapsedMs) => {
      this.#changeThreads(tools.governor.recordStep(elapsedMs), 'the speed collapsed');
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
    const contextTokens = Math.max(
      MIN_CONTEXT_TOKENS,
      Math.min(params.contextTokens ?? DEFAULT_CONTEXT_TOKENS, trained),
    );
    const native = await tools.runtime.loadModel(params.path, onProgress);
    const model = new LoadedModel(tools, native, { contextTokens, numerics: params.numerics ?? 'fast' });
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
      contextTokens,
      trainedContextTokens: trained,
      fillInTheMiddle: native.infill !== undefined,
      chatTemplate: facts.chatTemplate,
      toolTemplate: facts.toolTemplate,
      endOfText: facts.endOfText,
      gpuLayers: native.gpuLayers,
      loadMs: performance.now() - startedAt,
      prefillSpeed: model.#pacer.tokensPerSecond,
      decodeSpeed: model.#decodeSpeed.tokensPerSecond,
    };
    return { model, info };
  }

  /** See {@link Generation}. */
  async generate(
    params: GenerateParams,
    signal: AbortSignal,
    emit: (chunk: GenerateChunk) => void,
  ): Promise<GenerateResult> {
    const sequence = await this.#sequenceFor(params.purpose);
    if (params.maxTokens >= sequence.contextTokens) {
      throw new EngineError(
        'promptTooLong',
        'The requested length leaves no room for a prompt in the context.',
      );
    }
    const { lock, onProgress } = this.tools;
    const tools = {
      model: this.native,
      sequence,
      lock,
      pacer: this.#pacer,
      decodeSpeed: this.#decodeSpeed,
      onProgress,
    };
    return new Generation(tools, params, emit).run(signal);
  }

  /** How many tokens each text has, read as text that follows other text. */
  countTokens(texts: readonly string[]): number[] {
    return texts.map((text) => this.native.tokenize(text, { isContinued: true }).length);
  }

  /** What the model thinks may follow each token, from an empty cache; at most a context full of tokens. */
  async score(tokens: readonly number[], signal: AbortSignal): Promise<ScoreResult> {
    const sequence = await this.#sequenceFor('completion');
    return this.tools.lock.run('completion', signal, async () => ({
      logProbabilities: await sequence.score(tokens),
    }));
  }

  /** How well the model foresees a text, from one context to the next with nothing carried over. */
  async scoreText(text: string, signal: AbortSignal): Promise<ScoreTextResult> {
    const sequence = await this.#sequenceFor('completion');
    const judge = (tokens: readonly TokenId[]): Promise<readonly ForeseenToken[]> => {
      this.tools.onProgress();
      return this.tools.lock.run('completion', signal, () => sequence.judge(tokens));
    };
    return scoreText(this.native, text, sequence.contextTokens, judge);
  }

  /** Frees the weights and every KV cache. */
  async dispose(): Promise<void> {
    const sequences = await Promise.allSettled(this.#sequences.values());
    for (const sequence of sequences) {
      if (sequence.status === 'fulfilled') {
        await sequence.value.dispose();
      }
    }
    await this.native.dispose();
  }

  #sequenceFor(purpose: Purpose): Promise<NativeSequence> {
    let sequence = this.#sequences.get(purpose);
    if (sequence === undefined) {
      sequence = this.native.createSequence(this.options);
      this.#sequences.set(purpose, sequence);
      sequence.catch(() => {
        // The caller gets the error; the next request tries again.
        this.#sequences.delete(purpose);
      });
    }
    return sequence;
  }

  /** Brings the weights into memory, gives the first speeds, and finds out whether many threads help at all. */
  async #warmUp(): Promise<void> {
    const all = await this.#timePerToken();
    if (this.tools.governor.threads > 1) {
      const { runtime, governor } = this.tools;
      const { threads } = governor;
      runtime.threads = 1;
      const one = await this.#timePerToken();
      runtime.threads = threads;
      this.#changeThreads(governor.compareWithOneThread(all, one), 'one thread is faster here');
    }
  }

  /** Milliseconds per decoded token. */
  async #timePerToken(): Promise<number> {
    this.#decodeSpeed.reset();
    await this.generate(
      {
        handle: '',
        purpose: 'completion',
        group: '',
        prompt: { kind: 'plain', text: WARM_UP_TEXT },
        maxTokens: WARM_UP_STEPS,
      },
      new AbortController().signal,
      () => undefined,
    );
    return 1000 / this.#decodeSpeed.tokensPerSecond;
  }

  #changeThreads(threads: number | undefined, reason: string): void {
    if (threads !== undefined) {
      this.tools.runtime.threads = threads;
      this.#decodeSpeed.reset();
      this.tools.log(`Lowered to ${threads} CPU threads: ${reason}.`);
    }
  }
}
