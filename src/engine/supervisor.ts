import os from 'node:os';
import { AsideWork } from './asideWork.ts';
import { EngineError, toEngineError } from './engineError.ts';
import { Demand } from './demand.ts';
import { describeExit, isOutsideKill, type EngineExit } from './engineExit.ts';
import { type EngineProcess } from './engineProcess.ts';
import { EngineModels } from './engineModels.ts';
import { type EngineRun } from './engineRun.ts';
import { differsInModelAlone, EngineStarter, keyOfConfig } from './engineStarter.ts';
import { withLimitedChat, type EngineState, type RestReason, type RunningEngine } from './engineState.ts';
import { type GenerateChunk, type GenerateResult, type ModelInfo, type TextPiece } from './protocol.ts';
import { Pause } from './pause.ts';
import { RestartPolicy } from './restartPolicy.ts';
import { type EngineRequest, type SupervisorOptions } from './supervisorOptions.ts';

/**
 * Keeps one engine alive, with the model of the settings and the one a call names: starts it on demand, restarts it after
 * crashes, gives up after repeated ones, and ends it when nobody needs it.
 */
export class Supervisor {
  readonly #policy: RestartPolicy;
  readonly #starter: EngineStarter;
  #state: EngineState = { kind: 'resting', reason: 'notStarted' };
  #current: Promise<EngineRun> | undefined;
  #process: EngineProcess | undefined;
  /** Raised whenever what is under way has become pointless. */
  #epoch = 0;
  /** Before a restart. */
  readonly #pause = new Pause();
  readonly #demand = new Demand(
    () => this.options.config().idleMs,
    (reason) => void this.rest(reason),
  );
  /** Who generates at this moment. */
  readonly work = new AsideWork();
  #applying: Promise<void> | undefined;
  #disposed = false;

  constructor(private readonly options: SupervisorOptions) {
    this.#policy = options.restartPolicy ?? new RestartPolicy();
    this.#starter = new EngineStarter(options);
  }

  get state(): EngineState {
    return this.#state;
  }

  /** Starts the engine if it does not run; settles when it can answer. Throws the error that the state shows. */
  async ready(): Promise<RunningEngine> {
    await this.#ready();
    if (this.#state.kind !== 'ready') {
      throw new EngineError('engineStopped', 'The engine was stopped.');
    }
    return this.#state.engine;
  }

  /** Runs one generation, starting the engine if need be. Aborting settles it at once with what was there. */
  async generate(
    request: EngineRequest,
    signal: AbortSignal,
    onChunk: (chunk: GenerateChunk) => void,
  ): Promise<GenerateResult> {
    return this.#keepingAwake(async (run) => {
      if (signal.aborted) {
        throw new EngineError('cancelled', 'Cancelled before the engine was ready.');
      }
      return this.#generateOn(run, request, signal, onChunk);
    });
  }

  /** Tokens of each text in a model's vocabulary, starting the engine and loading that model if need be. */
  async countTokens(texts: readonly string[], modelPath?: string): Promise<readonly number[]> {
    return this.#keepingAwake(({ engine, models }) =>
      models.use(
        modelPath,
        async ({ handle }) => (await engine.request('text/tokens', { handle, texts })).counts,
      ),
    );
  }

  /** What is known of a model, once the engine runs and has it loaded. */
  async model(modelPath?: string): Promise<ModelInfo> {
    return this.#keepingAwake(({ models }) => models.use(modelPath, (info) => Promise.resolve(info)));
  }

  /**
   * Brings changed settings into effect. Another model is loaded beside the old one, which answers until it is ready; all
   * else, and a model for which there is no room beside the old one, takes a new engine. Throws the error that the state
   * shows.
   */
  async apply(): Promise<void> {
    this.#applying ??= this.#apply().finally(() => {
      this.#applying = undefined;
    });
    return this.#applying;
  }

  /** The settings may change again while they are brought into effect: the last ones count. */
  async #apply(): Promise<void> {
    for (;;) {
      const wanted = keyOfConfig(this.options.config());
      const isOld = (): boolean => wanted !== keyOfConfig(this.options.config());
      try {
        await this.#demand.during(() => this.#applyOnce());
      } catch (error) {
        if (isOld()) {
          continue;
        }
        throw error;
      }
      // Ended meanwhile, it begins with the settings of that time.
      if (!isOld() || this.#state.kind !== 'ready') {
        return;
      }
    }
  }

  async #applyOnce(): Promise<void> {
    const run = this.#state.kind === 'ready' ? await this.#current : undefined;
    const epoch = this.#epoch;
    if (run === undefined || !differsInModelAlone(run.config, this.options.config())) {
      return this.restart();
    }
    try {
      while (!run.models.isDefault(this.options.config().modelPath)) {
        const model = await run.models.replaceDefault(this.options.config().modelPath);
        if (epoch === this.#epoch && this.#state.kind === 'ready') {
          this.#setState({ kind: 'ready', engine: { ...this.#state.engine, model } });
        }
      }
    } catch (error) {
      if (epoch === this.#epoch) {
        this.options.log({ level: 'warn', message: `A new engine is started: ${String(error)}` });
        await this.restart();
      }
    }
  }

  /** The tokens of a text in a model's vocabulary, starting the engine and loading that model if need be. */
  async textPieces(text: string, modelPath?: string): Promise<readonly TextPiece[]> {
    return this.#keepingAwake(({ engine, models }) =>
      models.use(modelPath, async ({ handle }) => {
        const { pieces } = await engine.request('text/pieces', { handle, text });
        return pieces;
      }),
    );
  }

  #keepingAwake<T>(work: (run: EngineRun) => Promise<T>): Promise<T> {
    return this.#demand.during(async () => work(await this.#ready()));
  }

  async #generateOn(
    run: EngineRun,
    { modelPath, isAside = false, ...request }: EngineRequest,
    signal: AbortSignal,
    onChunk: (chunk: GenerateChunk) => void,
  ): Promise<GenerateResult> {
    run.active++;
    try {
      const result = await this.work.run(isAside, signal, (either) =>
        run.models.use(modelPath, ({ handle }) =>
          run.engine.request('text/generate', { ...request, handle }, { signal: either, onChunk }),
        ),
      );
      if (result.generatedTokens > 0 || result.stopReason !== 'aborted') {
        // Most completions are aborted, when their text is complete: a token is proof enough.
        run.hasGenerated = true;
        this.#policy.reset();
      }
      return result;
    } finally {
      run.active--;
    }
  }

  /** The user's restart: forgets crashes and what failed in this session, and starts anew. */
  async restart(
    options: { readonly retryBadBackends: boolean } = { retryBadBackends: false },
  ): Promise<void> {
    // Before anything is waited for: a request may start the next engine meanwhile.
    this.#policy.reset();
    this.#starter.forget({ remembered: options.retryBadBackends });
    const ended = this.#end({ kind: 'resting', reason: 'notStarted' });
    const epoch = this.#epoch;
    await ended;
    // Switched off, or started by a request, while the old engine ended: then that is what counts.
    if (epoch === this.#epoch) {
      await this.#ready();
    }
  }

  /** Ends the engine until the next request, as soon as what is under way has its answer. */
  restWhenDone(reason: RestReason): void {
    this.#demand.endWhenDone(reason);
  }

  /** Ends the engine until the next request. */
  async rest(reason: RestReason): Promise<void> {
    const isWanted = reason === 'idle' ? this.#process !== undefined : this.#state.kind !== 'failed';
    if (isWanted || reason === 'switchedOff') {
      await this.#end({ kind: 'resting', reason });
    }
  }

  /** Ends the engine, and forgets a failure: the settings that led there have changed. */
  async restForSettings(): Promise<void> {
    this.#policy.reset();
    this.#starter.forget({ remembered: false });
    await this.#end({ kind: 'resting', reason: 'notStarted' });
  }

  /** Ends the engine for good. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    await this.#end({ kind: 'resting', reason: 'notStarted' });
  }

  #ready(): Promise<EngineRun> {
    if (this.#disposed) {
      return Promise.reject(new EngineError('engineStopped', 'The extension is shutting down.'));
    }
    if (this.#state.kind === 'failed') {
      return Promise.reject(this.#state.error);
    }
    return this.#current ?? this.#begin(Promise.resolve());
  }

  /** Starts an engine once `wait` is over. */
  #begin(wait: Promise<void>): Promise<EngineRun> {
    const epoch = ++this.#epoch;
    const starting = wait.then(() => this.#start(epoch));
    this.#current = starting;
    starting.catch((error: unknown) => {
      this.#startFailed(epoch, toEngineError(error, 'engineCrashed'));
    });
    return starting;
  }

  async #start(epoch: number): Promise<EngineRun> {
    if (epoch !== this.#epoch) {
      throw new EngineError('engineStopped', 'The engine was stopped before it started.');
    }
    this.#setState({ kind: 'starting' });
    const config = this.options.config();
    const started = await this.#starter.start(config, {
      isStale: () => epoch !== this.#epoch,
      onProcess: (engine) => {
        // Forked at once after the start was found to be wanted.
        this.#process = engine;
      },
      onLoading: (engine, fraction) => {
        if (epoch === this.#epoch && this.#process === engine) {
          this.#setState({ kind: 'loading', fraction });
        }
      },
      onPing: (engine, ping) => {
        if (this.#process === engine && this.#state.kind === 'ready') {
          // A heartbeat is news for the diagnostics alone: nobody is told.
          this.#state = { kind: 'ready', engine: { ...this.#state.engine, ping } };
        }
      },
    });
    const { engine, model, skipped } = started;
    const models = new EngineModels(
      engine,
      { ...model, path: config.modelPath },
      {
        memoryBytes: os.totalmem(),
        adapterOf: (path) => this.options.config().adapterOf?.(path),
        onLoaded: (path) => this.options.onModelLoaded?.(path),
        onLimited: (limited) => {
          // Whoever shows how much a chat may hold is told.
          this.#setState(epoch === this.#epoch ? withLimitedChat(this.#state, limited) : this.#state);
        },
      },
    );
    const run: EngineRun = { ...started, config, models, hasGenerated: false, active: 0 };
    const { hello } = engine;
    this.#setState({ kind: 'ready', engine: { hello, model, skipped, limitedChats: 0, ping: undefined } });
    void engine.exited.then((exit) => {
      this.#ended(run, exit);
    });
    this.#demand.wait();
    return run;
  }

  #startFailed(epoch: number, error: EngineError): void {
    if (epoch !== this.#epoch) {
      return;
    }
    this.#current = undefined;
    this.#process = undefined;
    if (error.code === 'engineCrashed' || error.code === 'engineHung') {
      this.#restartLater(error);
    } else {
      this.options.log({ level: 'error', message: error.message });
      this.#setState({ kind: 'failed', error });
    }
  }

  /** An engine that was ready has ended. */
  #ended(run: EngineRun, exit: EngineExit): void {
    if (this.#process !== run.engine || exit.cause === 'stopped') {
      return;
    }
    this.#epoch++;
    this.#current = undefined;
    this.#process = undefined;
    const what = describeExit(exit);
    const error = new EngineError(
      exit.cause === 'hung' ? 'engineHung' : 'engineCrashed',
      `The engine ${what}.`,
    );
    if (!run.hasGenerated && run.active > 0 && !isOutsideKill(exit)) {
      this.#starter.blame(run.backend, `it ${what} in its first generation`);
    }
    this.#restartLater(error);
  }

  #restartLater(error: EngineError): void {
    const decision = this.#policy.crashed();
    switch (decision.kind) {
      case 'restart': {
        const { delayMs } = decision;
        this.options.log({ level: 'warn', message: `${error.message} Starting it again in ${delayMs} ms.` });
        this.#setState({ kind: 'restarting', delayMs, error });
        this.#begin(this.#pause.for(delayMs)).catch(() => undefined); // the state shows it
        break;
      }
      case 'giveUp': {
        const { crashes } = decision;
        const gaveUp = new EngineError('gaveUp', `The engine ended ${crashes} times in a row.`, { crashes });
        this.options.log({ level: 'error', message: gaveUp.message });
        this.#setState({ kind: 'failed', error: gaveUp });
        break;
      }
    }
  }

  async #end(state: EngineState): Promise<void> {
    this.#epoch++;
    this.#demand.stopWaiting();
    const starting = this.#current;
    const engine = this.#process;
    this.#current = undefined;
    this.#process = undefined;
    this.#setState(state);
    this.#pause.end();
    await engine?.stop();
    // A start under way notices the new epoch and stops its own process.
    await starting?.catch(() => undefined);
  }

  #setState(state: EngineState): void {
    this.#state = state;
    this.options.onState(state);
  }
}
