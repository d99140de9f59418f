import os from 'node:os';
import { affordableContext } from '../../models/affordableContext.ts';
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
import { PriorityLock } from './priorityLock.ts';
import { scoreText } from './scoreText.ts';
import { textPieces } from './textPieces.ts';
import { type ThreadGovernor } from './threadGovernor.ts';

/** OpenELM's trained length; larger contexts cost memory that a completion does not use. */
const COMPLETION_CONTEXT_TOKENS = 2048;
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

/** How KV caches are made. */
interface Setup {
  /** Tokens that prompt and answer of a purpose may have together. */
  readonly limits: Readonly<Record<Purpose, number>>;
  readonly options: Omit<SequenceOptions, 'contextTokens'>;
}

interface OpenSequence {
  readonly contextTokens: number;
  readonly sequence: Promise<NativeSequence>;
}

/** A model in memory, with one KV cache for each purpose it is used for. */
export class LoadedModel {
  readonly #sequences = new Map<Purpose, OpenSequence>();
  readonly #chats = new PriorityLock();
  readonly #pacer: PrefillPacer;
  readonly #decodeSpeed: DecodeSpeed;

  private constructor(
    private readonly tools: EngineTools,
    private readonly native: NativeModel,
    private readonly setup: Setup,
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
    const { numerics = 'fast', adapter } = params;
    const limits = limitsOf(params, facts);
    const native = await tools.runtime.loadModel(params.path, onProgress);
    const model = new LoadedModel(tools, native, { limits, options: { numerics, adapter } });
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
    const { purpose, maxTokens } = params;
    const contextTokens = this.setup.limits[purpose];
    if (maxTokens >= contextTokens) {
      throw new EngineError(
        'promptTooLong',
        'The requested length leaves no room for a prompt in the context.',
      );
    }
    const { lock, onProgress } = this.tools;
    const tools = {
      model: this.native,
      contextTokens,
      sequenceFor: (tokens: number) => this.#sequenceFor(purpose, tokens),
      lock,
      chats: this.#chats,
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

  /** The tokens of a text by themselves, each with what it stands for there. */
  textPieces(text: string): TextPiece[] {
    return textPieces(this.native, text);
  }

  /** What the model thinks may follow each token, from an empty cache; at most a context full of tokens. */
  async score(tokens: readonly number[], signal: AbortSignal): Promise<ScoreResult> {
    const sequence = await this.#sequenceFor('completion');
    return this.tools.lock.run('completion', signal, async () => ({
      logProbabilities: await sequence.score(tokens),
    }));
  }

  /** What the model writes after the tokens when it always takes the most probable one; from an empty cache. */
  async continueTokens(tokens: readonly number[], count: number, signal: AbortSignal): Promise<TokenId[]> {
    const sequence = await this.#sequenceFor('completion');
    return this.tools.lock.run('completion', signal, async () => {
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
    const sequence = await this.#sequenceFor('completion');
    const judge = (tokens: readonly TokenId[]): Promise<readonly ForeseenToken[]> => {
      this.tools.onProgress();
      return this.tools.lock.run('completion', signal, () => sequence.judge(tokens));
    };
    return scoreText(this.native, text, sequence.contextTokens, judge);
  }

  /** Frees the weights and every KV cache. */
  async dispose(): Promise<void> {
    for (const purpose of this.#sequences.keys()) {
      await this.#close(purpose);
    }
    await this.native.dispose();
  }

  /** The KV cache of a purpose, made anew with twice the room, or more, when it holds fewer tokens. */
  #sequenceFor(purpose: Purpose, tokens = 0): Promise<NativeSequence> {
    const open = this.#sequences.get(purpose);
    if (open !== undefined && open.contextTokens >= tokens) {
      return open.sequence;
    }
    const limit = this.setup.limits[purpose];
    const contextTokens = Math.min(limit, roomFor(tokens, Math.min(limit, COMPLETION_CONTEXT_TOKENS)));
    const { options } = this.setup;
    // One after the other: both at once could be more than the memory holds.
    const sequence = this.#close(purpose).then(() =>
      this.native.createSequence({ contextTokens, ...options }),
    );
    this.#sequences.set(purpose, { contextTokens, sequence });
    sequence.catch(() => {
      // The caller gets the error; the next request tries again.
      this.#sequences.delete(purpose);
    });
    return sequence;
  }

  async #close(purpose: Purpose): Promise<void> {
    const open = this.#sequences.get(purpose);
    this.#sequences.delete(purpose);
    // One that could not be made has told its caller so.
    const sequence = await open?.sequence.catch(() => undefined);
    await sequence?.dispose();
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

function limitsOf({ contextTokens }: LoadModelParams, facts: ModelFacts): Setup['limits'] {
  const atMost = (tokens: number): number =>
    Math.max(MIN_CONTEXT_TOKENS, Math.min(contextTokens ?? tokens, facts.contextLength));
  return {
    completion: atMost(COMPLETION_CONTEXT_TOKENS),
    chat: atMost(affordableContext(facts, os.totalmem())),
  };
}

/** A chat that grows by single turns must not be read anew at each of them. */
function roomFor(tokens: number, smallest: number): number {
  let room = smallest;
  while (room < tokens) {
    room *= 2;
  }
  return room;
}
