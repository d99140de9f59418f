import os from 'node:os';
import {
  getLlama,
  InsufficientMemoryError,
  LlamaGrammarEvaluationState,
  LlamaLogLevel,
  NoBinaryFoundError,
  type Llama,
  type LlamaContext,
  type LlamaContextSequence,
  type LlamaModel,
  type SequenceEvaluateOptions,
  type Token,
} from 'node-llama-cpp';
import { EngineError } from '../engineError.ts';
import { draftingOn } from './drafting.ts';
import { foreseenToken } from './foreseenToken.ts';
import { leavingOut } from './movableCaches.ts';
import { ownMemory } from './ownMemory.ts';
import { sequenceState } from './sequenceState.ts';
import { type Backend, type DeviceMemory, type LogLine } from '../protocol.ts';
import {
  type ForeseenToken,
  type InfillTokens,
  type NativeModel,
  type NativeRuntime,
  type NativeSequence,
  type SamplingOptions,
  type ScoredToken,
  type SequenceOptions,
  type SequenceState,
  type TokenId,
  type TokenizeOptions,
} from './nativeRuntime.ts';

const BATCH_TOKENS = 512;
/** As far back as a repetition counts. */
const PUNISHED_TOKENS = 128;
/** Each judged token's probabilities are as many as the vocabulary has entries. */
const JUDGED_AT_ONCE = 64;
/** Sampling that leaves every token its own probability. */
const WHOLE_DISTRIBUTION = { temperature: 1, topK: 0, topP: 1, minP: 0 };
/** For Apple silicon there is one binary, Metal's; with no layers on the GPU it computes on the CPU. */
const CPU_BINARY = process.platform === 'darwin' && process.arch === 'arm64' ? 'metal' : false;

const LOG_LEVELS: Readonly<Record<LlamaLogLevel, LogLine['level']>> = {
  [LlamaLogLevel.fatal]: 'error',
  [LlamaLogLevel.error]: 'error',
  [LlamaLogLevel.warn]: 'warn',
  [LlamaLogLevel.info]: 'info',
  [LlamaLogLevel.log]: 'info',
  [LlamaLogLevel.debug]: 'debug',
  [LlamaLogLevel.disabled]: 'debug',
};

export interface RuntimeOptions {
  readonly backend: Backend;
  /** Fixed number of threads; absent: one less than the physical cores. */
  readonly threads: number | undefined;
  readonly log: (line: LogLine) => void;
}

/**
 * Opens the native library on one back end.
 *
 * Never compiles and never downloads. Throws `backendFailed` when the binary is missing, does not run on this
 * machine, or finds no device.
 */
export async function openRuntime(options: RuntimeOptions): Promise<NativeRuntime> {
  const { backend } = options;
  const gpu = backend === 'cpu' ? CPU_BINARY : backend;
  try {
    const llama = await getLlama({
      gpu,
      build: 'never',
      skipDownload: true,
      progressLogs: false,
      // node-llama-cpp's default of max(4, cores) collapses to 0.4 tokens a second on two busy cores.
      maxThreads: options.threads ?? 1,
      logLevel: LlamaLogLevel.warn,
      logger: (level, message) => {
        options.log({ level: LOG_LEVELS[level], message: message.trimEnd() });
      },
    });
    const devices = backend === 'cpu' ? [] : await llama.getGpuDeviceNames();
    if (llama.gpu !== gpu || (backend !== 'cpu' && devices.length === 0)) {
      await llama.dispose();
      throw new EngineError('backendFailed', `No device for ${backend} was found.`, { backend });
    }
    // llama.cpp counts performance cores; a container may be allowed fewer.
    const physicalCores = Math.min(llama.cpuMathCores, os.availableParallelism());
    llama.maxThreads = options.threads ?? Math.max(1, physicalCores - 1);
    return new LlamaRuntime(llama, backend, devices);
  } catch (error) {
    if (error instanceof NoBinaryFoundError) {
      throw new EngineError('backendFailed', `The ${backend} binary is missing or does not run here.`, {
        backend,
      });
    }
    throw error;
  }
}

/** Too little memory is the one load error with a remedy of its own. */
function rethrowMemory(error: unknown): never {
  if (error instanceof InsufficientMemoryError) {
    throw new EngineError('outOfMemory', error.message);
  }
  throw error;
}

class LlamaRuntime implements NativeRuntime {
  readonly release: string;
  readonly #llama: Llama;
  /** The most that a context may ever have. */
  readonly #allThreads: number;

  constructor(
    llama: Llama,
    readonly backend: Backend,
    readonly devices: readonly string[],
  ) {
    this.#llama = llama;
    this.#allThreads = llama.maxThreads;
    this.release = llama.llamaCppRelease.release;
  }

  get threads(): number {
    return this.#llama.maxThreads;
  }

  set threads(count: number) {
    this.#llama.maxThreads = count;
  }

  async deviceMemory(): Promise<DeviceMemory | undefined> {
    if (this.backend === 'cpu') {
      return undefined;
    }
    return ownMemory(await this.#llama.getVramState().catch(() => undefined));
  }

  async loadModel(path: string, onProgress: (fraction: number) => void): Promise<NativeModel> {
    const model = await this.#llama
      .loadModel({
        modelPath: path,
        gpuLayers: this.backend === 'cpu' ? 0 : 'auto',
        onLoadProgress: onProgress,
      })
      .catch(rethrowMemory);
    return new LoadedLlamaModel(model, this.#allThreads);
  }
}

class LoadedLlamaModel implements NativeModel {
  readonly gpuLayers: number;
  readonly infill: InfillTokens | undefined;
  readonly beginOfText: TokenId | undefined;
  readonly #model: LlamaModel;
  readonly #threads: number;

  constructor(model: LlamaModel, threads: number) {
    this.#model = model;
    this.#threads = threads;
    this.gpuLayers = model.gpuLayers;
    const { prefix, suffix, middle } = model.tokens.infill;
    this.infill =
      prefix === null || suffix === null || middle === null ? undefined : { prefix, suffix, middle };
    this.beginOfText = model.tokens.shouldPrependBosToken ? (model.tokens.bos ?? undefined) : undefined;
  }

  tokenize(text: string, { isContinued = false, controls = false }: TokenizeOptions = {}): TokenId[] {
    return this.#model.tokenize(text, controls, isContinued ? 'trimLeadingSpace' : undefined);
  }

  controlToken(name: string): TokenId | undefined {
    const [token, ...more] = this.#model.tokenize(name, true);
    const isControl = token !== undefined && more.length === 0 && this.#model.isSpecialToken(token);
    return isControl ? token : undefined;
  }

  detokenize(tokens: readonly TokenId[], preceding: readonly TokenId[]): string {
    return this.#model.detokenize(tokens as readonly Token[], false, preceding as readonly Token[]);
  }

  isEndOfText(token: TokenId): boolean {
    return this.#model.isEogToken(token as Token);
  }

  async createSequence(options: SequenceOptions): Promise<NativeSequence> {
    const { adapter } = options;
    const exact = options.numerics === 'exact';
    const context = await this.#model
      .createContext({
        contextSize: options.contextTokens,
        batchSize: Math.min(BATCH_TOKENS, options.contextTokens),
        flashAttention: !exact,
        threads: this.#threads,
        ...(adapter === undefined
          ? {}
          : { lora: { adapters: [{ filePath: adapter.path, scale: adapter.scale }] } }),
        ...(exact ? { experimentalKvCacheKeyType: 'F32', experimentalKvCacheValueType: 'F32' } : {}),
      })
      .catch((error: unknown) => {
        if (adapter !== undefined && /lora|adapter/iu.test(String(error))) {
          throw new EngineError('adapterRejected', String(error), { adapterCode: 'engineRefused' });
        }
        // The library says no more than that it failed, which is for want of memory.
        throw new EngineError(
          'outOfMemory',
          `A context of ${options.contextTokens} tokens: ${String(error)}`,
        );
      });
    return new LlamaSequence(context);
  }

  async dispose(): Promise<void> {
    await this.#model.dispose();
  }
}

class LlamaSequence implements NativeSequence {
  readonly contextTokens: number;
  readonly state: SequenceState | undefined;
  readonly leaveOut: NativeSequence['leaveOut'];
  readonly drafting: NativeSequence['drafting'];
  readonly #context: LlamaContext;
  readonly #sequence: LlamaContextSequence;

  constructor(context: LlamaContext) {
    this.#context = context;
    this.#sequence = context.getSequence();
    this.contextTokens = context.contextSize;
    this.state = sequenceState(this.#sequence);
    this.leaveOut = leavingOut(this.#sequence, context.model.fileInfo.metadata.general.architecture);
    this.drafting = draftingOn(this.#sequence, async (tokens, count) =>
      (await this.#evaluate(tokens, { ...WHOLE_DISTRIBUTION, topK: count })).map(scored),
    );
  }

  async reuse(tokens: readonly TokenId[]): Promise<number> {
    // The library's own shifting keeps single tokens that stand anywhere: the model is no good after that.
    await this.#sequence.adaptStateToTokens([...tokens] as Token[], false);
    return this.#sequence.nextTokenIndex;
  }

  async prefill(tokens: readonly TokenId[]): Promise<void> {
    await this.#sequence.evaluateWithoutGeneratingNewTokens([...tokens] as Token[]);
  }

  async *decode(tokens: readonly TokenId[], sampling: SamplingOptions): AsyncIterable<ScoredToken> {
    const written: Token[] = [];
    const grammar = sampling.grammar === undefined ? undefined : await this.#grammarState(sampling.grammar);
    const steps = this.#sequence.evaluateWithMetadata(
      [...tokens] as Token[],
      { confidence: true },
      {
        temperature: sampling.temperature,
        yieldEogToken: true,
        ...(sampling.seed === undefined ? {} : { seed: sampling.seed }),
        ...(grammar === undefined ? {} : { grammarEvaluationState: grammar }),
        ...this.#repeatPenalty(sampling, written),
      },
    );
    for await (const { token, confidence } of steps) {
      written.push(token);
      yield { token, probability: confidence };
    }
  }

  async #grammarState(text: string): Promise<LlamaGrammarEvaluationState> {
    const { model } = this.#context;
    try {
      const grammar = await model.llama.createGrammar({ grammar: text });
      return new LlamaGrammarEvaluationState({ model, grammar });
    } catch (error) {
      throw new EngineError('invalidParams', `The grammar can't be read: ${String(error)}`);
    }
  }

  /** Repeated line breaks are what code consists of; they are never punished, nor is what the prompt says. */
  #repeatPenalty(
    { repetitionPenalty = 1 }: SamplingOptions,
    written: readonly Token[],
  ): Pick<SequenceEvaluateOptions, 'repeatPenalty'> {
    if (repetitionPenalty <= 1) {
      return {};
    }
    const { nl } = this.#context.model.tokens;
    const punishTokens = (): Token[] => written.slice(-PUNISHED_TOKENS).filter((token) => token !== nl);
    return {
      repeatPenalty: { punishTokens, maxPunishTokens: PUNISHED_TOKENS, penalty: repetitionPenalty },
    };
  }

  async likely(tokens: readonly TokenId[], count: number): Promise<readonly ScoredToken[]> {
    const options = { ...WHOLE_DISTRIBUTION, topK: count };
    return scored((await this.#evaluate(tokens, options, tokens.length - 1)).at(-1));
  }

  async score(tokens: readonly TokenId[]): Promise<readonly (readonly number[])[]> {
    await this.#sequence.clearHistory();
    return (await this.#evaluate(tokens)).map((probabilities) => {
      const row: number[] = [];
      for (const { token, probability } of scored(probabilities)) {
        row[token] = Math.log(probability);
      }
      return row;
    });
  }

  async judge(tokens: readonly TokenId[]): Promise<readonly ForeseenToken[]> {
    await this.#sequence.clearHistory();
    const judged: ForeseenToken[] = [];
    for (let start = 0; start < tokens.length; start += JUDGED_AT_ONCE) {
      const step = tokens.slice(start, start + JUDGED_AT_ONCE);
      for (const [index, probabilities] of (await this.#evaluate(step)).entries()) {
        const next = tokens[start + index + 1];
        if (next !== undefined) {
          judged.push(foreseenToken(next, probabilities));
        }
      }
    }
    return judged;
  }

  /** Evaluates tokens; what may follow each of them from an index on, most probable first. */
  async #evaluate(
    tokens: readonly TokenId[],
    options: typeof WHOLE_DISTRIBUTION = WHOLE_DISTRIBUTION,
    first = 0,
  ): Promise<readonly (ReadonlyMap<Token, number> | undefined)[]> {
    const step = { generateNext: { probabilities: true, options } };
    const results = await this.#sequence.controlledEvaluate(
      tokens.map((token, index) => (index < first ? (token as Token) : [token as Token, step])),
    );
    return tokens.map((_, index) => results[index]?.next.probabilities);
  }

  async dispose(): Promise<void> {
    await this.#context.dispose();
  }
}

function scored(probabilities: ReadonlyMap<Token, number> = new Map()): readonly ScoredToken[] {
  return Array.from(probabilities, ([token, probability]) => ({ token, probability }));
}
