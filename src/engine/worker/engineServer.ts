import { type MessageConnection } from 'vscode-jsonrpc/node';
import { AdapterError } from '../../models/adapters/adapterError.ts';
import { checkAdapterFile } from '../../models/adapters/checkAdapterFile.ts';
import { type AdaptedModel } from '../../models/adapters/checkPairs.ts';
import { checkModelFile } from '../../models/checkModelFile.ts';
import { type HeaderParts } from '../../models/gguf/ggufTypes.ts';
import { ModelFileError } from '../../models/modelFileError.ts';
import { EngineError, toEngineError } from '../engineError.ts';
import {
  LOG_NOTIFICATION,
  PROTOCOL_VERSION,
  type AdapterInfo,
  type EngineMethod,
  type EngineMethods,
  type HelloParams,
  type HelloResult,
  type LoadModelParams,
  type LoadProgress,
  type LogLine,
  type ModelInfo,
} from '../protocol.ts';
import { serveMethod } from '../rpc.ts';
import { Activity } from './activity.ts';
import { decodeParams } from './decodeParams.ts';
import { KeptStates } from './keptStates.ts';
import { LoadedModel, type EngineTools } from './loadedModel.ts';
import { type NativeRuntime } from './nativeRuntime.ts';
import { PriorityLock } from './priorityLock.ts';
import { Supersession } from './supersession.ts';

/** Opens the native library; main.ts passes the real one, tests a scripted one. */
export type OpenRuntime = (options: {
  readonly backend: HelloParams['backend'];
  readonly threads: number | undefined;
  readonly log: (line: LogLine) => void;
}) => Promise<NativeRuntime>;

/** The engine process behind its connection: owns the runtime and the loaded models. */
export class EngineServer {
  readonly #models = new Map<string, LoadedModel>();
  readonly #activity = new Activity();
  readonly #supersession = new Supersession();
  #tools: EngineTools | undefined;
  #kept: KeptStates | undefined;

  constructor(
    private readonly connection: MessageConnection,
    private readonly openRuntime: OpenRuntime,
    /** Called when a model was loaded. */
    private readonly onLoaded: () => void = () => undefined,
  ) {
    this.#serve('engine/hello', (params) => this.#hello(params));
    this.#serve('engine/ping', () => this.#ping());
    this.#serve('model/load', (params, _signal, send) => this.#working(() => this.#load(params, send)));
    this.#serve('model/unload', async ({ handle }) => {
      const model = this.#model(handle);
      this.#models.delete(handle);
      await model.dispose();
      return null;
    });
    this.#serve('model/score', ({ handle, tokens }, signal) =>
      this.#working(() => this.#model(handle).score(tokens, signal)),
    );
    this.#serve('model/continue', ({ handle, tokens, count }, signal) =>
      this.#working(async () => ({
        tokens: await this.#model(handle).continueTokens(tokens, count, signal),
      })),
    );
    this.#serve('text/score', ({ handle, text }, signal) =>
      this.#working(() => this.#model(handle).scoreText(text, signal)),
    );
    this.#serve('text/tokens', ({ handle, texts }) =>
      this.#working(() => Promise.resolve({ counts: this.#model(handle).countTokens(texts) })),
    );
    this.#serve('text/pieces', ({ handle, text }) =>
      this.#working(() => Promise.resolve({ pieces: this.#model(handle).textPieces(text) })),
    );
    this.#serve('reading/keep', ({ folder, budgetBytes, key }) => {
      const options = { folder, budgetBytes, key: Buffer.from(key, 'base64') };
      this.#kept = new KeptStates(options, this.#inform);
      return Promise.resolve(null);
    });
    this.#serve('reading/forget', async () => {
      for (const model of this.#models.values()) {
        model.dropReading();
      }
      await this.#kept?.forget();
      return null;
    });
    this.#serve('text/generate', (params, signal, send) =>
      this.#supersession.run(`${params.purpose} ${params.group}`, signal, (either) =>
        this.#working(() => this.#model(params.handle).generate(params, either, send)),
      ),
    );
  }

  #serve<M extends EngineMethod>(
    method: M,
    handler: (
      params: EngineMethods[M]['params'],
      signal: AbortSignal,
      send: (chunk: EngineMethods[M]['chunk']) => void,
    ) => Promise<EngineMethods[M]['result']>,
  ): void {
    serveMethod(this.connection, method, async (params, signal, send) =>
      handler(decodeParams(method, params), signal, send),
    );
  }

  readonly #working = <T>(work: () => Promise<T>): Promise<T> => this.#activity.during(work);

  readonly #log = (line: LogLine): void => {
    this.connection.sendNotification(LOG_NOTIFICATION, line).catch(() => undefined);
  };

  readonly #inform = (message: string): void => {
    this.#log({ level: 'info', message });
  };

  async #hello(params: HelloParams): Promise<HelloResult> {
    if (params.protocolVersion !== PROTOCOL_VERSION) {
      throw new EngineError('protocolMismatch', `The engine speaks protocol ${PROTOCOL_VERSION}.`);
    }
    if (this.#tools !== undefined) {
      throw new EngineError('invalidParams', 'The engine was greeted already.');
    }
    const { backend, threads } = params;
    const runtime = await this.openRuntime({ backend, threads, log: this.#log });
    this.#tools = {
      runtime,
      lock: new PriorityLock(),
      threads: runtime.threads,
      areThreadsFixed: threads !== undefined,
      onProgress: this.#activity.touch,
      kept: () => this.#kept,
      log: this.#inform,
    };
    return {
      protocolVersion: PROTOCOL_VERSION,
      processId: process.pid,
      backend: runtime.backend,
      devices: runtime.devices,
      threads: runtime.threads,
      runtime: runtime.release,
    };
  }

  async #ping(): Promise<EngineMethods['engine/ping']['result']> {
    const { user, system } = process.cpuUsage();
    const { stalledMs } = this.#activity;
    return {
      stalledMs,
      deviceMemory: await this.#tools?.runtime.deviceMemory(),
      residentBytes: process.memoryUsage.rss(),
      threads: this.#tools?.runtime.threads ?? 0,
      cpuMs: (user + system) / 1000,
    };
  }

  async #load(params: LoadModelParams, send: (progress: LoadProgress) => void): Promise<ModelInfo> {
    if (this.#tools === undefined) {
      throw new EngineError('invalidParams', 'The engine was not greeted yet.');
    }
    if (this.#models.has(params.handle)) {
      throw new EngineError('invalidParams', `A model is loaded as “${params.handle}” already.`);
    }
    const parts: HeaderParts = { metadata: new Map(), tensors: [] };
    const facts = await checkModelFile(params.path, { parts }).catch((error: unknown) => {
      throw toModelRejected(error);
    });
    const adapter = await checkedAdapter(params, { ...facts, tensors: parts.tensors });
    let shownPercent = -1;
    try {
      const { model, info } = await LoadedModel.load(this.#tools, params, facts, (fraction) => {
        this.#activity.touch();
        const percent = Math.floor(fraction * 20) * 5;
        if (percent > shownPercent) {
          shownPercent = percent;
          send({ fraction });
        }
      });
      this.#models.set(params.handle, model);
      this.onLoaded();
      return adapter === undefined ? info : { ...info, adapter };
    } catch (error) {
      throw toEngineError(error, 'modelLoadFailed');
    }
  }

  #model(handle: string): LoadedModel {
    const model = this.#models.get(handle);
    if (model === undefined) {
      throw new EngineError('noSuchModel', `No model is loaded as “${handle}”.`);
    }
    return model;
  }
}

async function checkedAdapter(
  { adapter }: LoadModelParams,
  model: AdaptedModel,
): Promise<AdapterInfo | undefined> {
  if (adapter === undefined) {
    return undefined;
  }
  try {
    const { name, rank, matrices } = await checkAdapterFile(adapter.path, model);
    return { ...adapter, name, rank, matrices };
  } catch (error) {
    throw error instanceof AdapterError
      ? new EngineError('adapterRejected', error.message, { ...error.detail, adapterCode: error.code })
      : toEngineError(error, 'adapterRejected');
  }
}

function toModelRejected(error: unknown): EngineError {
  return error instanceof ModelFileError
    ? new EngineError('modelRejected', error.message, { ...error.detail, reason: error.code })
    : toEngineError(error, 'modelRejected');
}
