import { BackendLadder, type BackendCandidate, type BadBackendStore, type SkippedBackend } from './backendLadder.ts';
import { EngineError, toEngineError } from './engineError.ts';
import { EngineProcess, type EngineExit } from './engineProcess.ts';
import { type EngineState, type RestReason, type RunningEngine } from './engineState.ts';
import {
  type Backend,
  type GenerateChunk,
  type GenerateParams,
  type GenerateResult,
  type LogLine,
  type ModelInfo,
} from './protocol.ts';
import { RestartPolicy } from './restartPolicy.ts';

/** The handle of the model that every window loads by default. */
const DEFAULT_HANDLE = 'default';

/** The user's choices, read anew for each start. */
export interface EngineConfig {
  readonly modelPath: string;
  readonly backend: Backend | 'auto';
  /** Absent: chosen by the engine. */
  readonly threads?: number | undefined;
  /** The engine ends after so long without a request; 0 keeps it. */
  readonly idleMs: number;
  readonly contextTokens?: number | undefined;
}

export interface SupervisorOptions {
  readonly config: () => EngineConfig;
  /** The back ends at hand. Throws `unsupportedHost` when there is none. */
  readonly candidates: () => readonly BackendCandidate[];
  readonly badBackends: BadBackendStore;
  readonly fingerprintOf: (backend: Backend) => string;
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly log: (line: LogLine) => void;
  readonly onState: (state: EngineState) => void;
  readonly restartPolicy?: RestartPolicy | undefined;
}

/** Parameters of a generation with the default model. */
export type EngineRequest = Omit<GenerateParams, 'handle'>;

/** How far an engine had come when it ended: it decides who is to blame. */
interface Run {
  readonly engine: EngineProcess;
  readonly candidate: BackendCandidate;
  hasGenerated: boolean;
}

interface ReadyRun extends Run {
  readonly model: ModelInfo;
}

/**
 * Keeps one engine with one model alive: starts it on demand, walks down the back ends, restarts after crashes, gives
 * up after repeated ones, and ends it when nobody needs it.
 */
export class Supervisor {
  readonly #policy: RestartPolicy;
  #ladder: BackendLadder | undefined;
  #state: EngineState = { kind: 'resting', reason: 'notStarted' };
  #current: Promise<ReadyRun> | undefined;
  #process: EngineProcess | undefined;
  /** Raised whenever what is under way has become pointless. */
  #epoch = 0;
  #restartTimer: NodeJS.Timeout | undefined;
  #idleTimer: NodeJS.Timeout | undefined;
  #pending = 0;
  #disposed = false;

  constructor(private readonly options: SupervisorOptions) {
    this.#policy = options.restartPolicy ?? new RestartPolicy();
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
    this.#pending++;
    clearTimeout(this.#idleTimer);
    try {
      const run = await this.#ready();
      if (signal.aborted) {
        throw new EngineError('cancelled', 'Cancelled before the engine was ready.');
      }
      const params = { ...request, handle: DEFAULT_HANDLE };
      const result = await run.engine.request('text/generate', params, { signal, onChunk });
      if (result.stopReason !== 'aborted') {
        run.hasGenerated = true;
        this.#policy.reset();
      }
      return result;
    } finally {
      this.#pending--;
      this.#armIdleTimer();
    }
  }

  /** The user's restart: forgets crashes and what failed in this session, and starts anew. */
  async restart(options: { readonly retryBadBackends: boolean } = { retryBadBackends: false }): Promise<void> {
    await this.#end({ kind: 'resting', reason: 'notStarted' });
    this.#policy.reset();
    if (options.retryBadBackends) {
      this.#ladder?.forgetAll();
    }
    this.#ladder = undefined;
    await this.#ready();
  }

  /** Ends the engine until the next request. */
  async rest(reason: RestReason): Promise<void> {
    if (this.#state.kind !== 'failed') {
      await this.#end({ kind: 'resting', reason });
    }
  }

  /** Ends the engine for good. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    await this.#end({ kind: 'resting', reason: 'notStarted' });
  }

  #ready(): Promise<ReadyRun> {
    if (this.#disposed) {
      return Promise.reject(new EngineError('engineStopped', 'The extension is shutting down.'));
    }
    if (this.#state.kind === 'failed') {
      return Promise.reject(this.#state.error);
    }
    if (this.#current === undefined) {
      clearTimeout(this.#restartTimer);
      const epoch = ++this.#epoch;
      this.#current = this.#start(epoch);
      this.#current.catch((error: unknown) => {
        this.#startFailed(epoch, toEngineError(error, 'engineCrashed'));
      });
    }
    return this.#current;
  }

  /** Walks down the back ends until one of them has the model loaded. */
  async #start(epoch: number): Promise<ReadyRun> {
    const config = this.options.config();
    this.#setState({ kind: 'starting' });
    this.#ladder ??= new BackendLadder(this.options.candidates(), this.options.badBackends, this.options.fingerprintOf);
    for (;;) {
      const { candidate, skipped } = this.#ladder.choose(config.backend);
      if (candidate === undefined) {
        throw new EngineError('unsupportedHost', 'No binary of the engine runs on this machine.');
      }
      try {
        const run = await this.#startOn(candidate, config, epoch, skipped);
        this.#armIdleTimer();
        return run;
      } catch (error) {
        const engineError = toEngineError(error, 'engineCrashed');
        if (epoch !== this.#epoch || !this.#stepDown(this.#ladder, candidate.backend, engineError)) {
          throw engineError;
        }
      }
    }
  }

  async #startOn(
    candidate: BackendCandidate,
    config: EngineConfig,
    epoch: number,
    skipped: readonly SkippedBackend[],
  ): Promise<ReadyRun> {
    const { log, env } = this.options;
    const engine = await EngineProcess.start({
      candidate,
      threads: config.threads,
      env,
      log,
      onPing: (ping) => {
        if (this.#process === engine && this.#state.kind === 'ready') {
          // A heartbeat is news for the diagnostics alone: nobody is told.
          this.#state = { kind: 'ready', engine: { ...this.#state.engine, ping } };
        }
      },
    });
    try {
      this.#abandonIfStale(epoch);
      this.#process = engine;
      this.#setState({ kind: 'loading', fraction: 0 });
      const model = await this.#load(engine, config, epoch);
      this.#abandonIfStale(epoch);
      const run: ReadyRun = { engine, candidate, hasGenerated: false, model };
      const { hello } = engine;
      log({ level: 'info', message: describeStart(hello.backend, hello.devices, hello.threads, skipped) });
      this.#setState({ kind: 'ready', engine: { hello, model, skipped, ping: undefined } });
      void engine.exited.then((exit) => {
        this.#ended(run, exit);
      });
      return run;
    } catch (error) {
      await engine.stop();
      throw await this.#explain(engine, error);
    }
  }

  #load(engine: EngineProcess, config: EngineConfig, epoch: number): Promise<ModelInfo> {
    const { modelPath, contextTokens } = config;
    return engine.request(
      'model/load',
      { handle: DEFAULT_HANDLE, path: modelPath, ...(contextTokens === undefined ? {} : { contextTokens }) },
      {
        onChunk: ({ fraction }) => {
          if (epoch === this.#epoch) {
            this.#setState({ kind: 'loading', fraction });
          }
        },
      },
    );
  }

  /** A process killed from outside while loading says nothing about its back end. */
  async #explain(engine: EngineProcess, error: unknown): Promise<EngineError> {
    const engineError = toEngineError(error, 'modelLoadFailed');
    const exit = await engine.exited;
    return engineError.code === 'engineCrashed' && isOutsideKill(exit)
      ? new EngineError('engineCrashed', engineError.message, { outside: 1 })
      : engineError;
  }

  /** Whether another back end deserves a try after this failure; remembers the one that failed. */
  #stepDown(ladder: BackendLadder, backend: Backend, error: EngineError): boolean {
    if (backend === 'cpu' || error.detail['outside'] === 1) {
      return false;
    }
    switch (error.code) {
      case 'backendFailed':
      case 'engineCrashed':
      case 'engineHung':
        ladder.markBad(backend, error.message);
        break;
      case 'modelLoadFailed':
      case 'outOfMemory':
      case 'protocolMismatch':
        ladder.skipForSession(backend, error.message);
        break;
      default:
        return false;
    }
    this.options.log({ level: 'warn', message: `${backend} is not used: ${error.message}` });
    return true;
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
  #ended(run: Run, exit: EngineExit): void {
    if (this.#process !== run.engine || exit.cause === 'stopped') {
      return;
    }
    this.#epoch++;
    this.#current = undefined;
    this.#process = undefined;
    const what = exit.cause === 'hung' ? 'hung' : `ended (${exit.signal ?? `exit code ${exit.code ?? '?'}`})`;
    const error = new EngineError(exit.cause === 'hung' ? 'engineHung' : 'engineCrashed', `The engine ${what}.`);
    if (!run.hasGenerated && !isOutsideKill(exit) && run.candidate.backend !== 'cpu') {
      this.#ladder?.markBad(run.candidate.backend, `it ${what} in its first generation`);
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
        this.#restartTimer = setTimeout(() => {
          this.#ready().catch(() => undefined); // the state shows it
        }, delayMs);
        break;
      }
      case 'giveUp': {
        const gaveUp = new EngineError('gaveUp', `The engine ended ${decision.crashes} times in a row.`, {
          crashes: decision.crashes,
        });
        this.options.log({ level: 'error', message: gaveUp.message });
        this.#setState({ kind: 'failed', error: gaveUp });
        break;
      }
    }
  }

  async #end(state: EngineState): Promise<void> {
    this.#epoch++;
    clearTimeout(this.#restartTimer);
    clearTimeout(this.#idleTimer);
    const starting = this.#current;
    const engine = this.#process;
    this.#current = undefined;
    this.#process = undefined;
    this.#setState(state);
    await engine?.stop();
    // A start under way notices the new epoch and stops its own process.
    await starting?.catch(() => undefined);
  }

  #abandonIfStale(epoch: number): void {
    if (epoch !== this.#epoch) {
      throw new EngineError('engineStopped', 'The engine was stopped while it started.');
    }
  }

  #armIdleTimer(): void {
    clearTimeout(this.#idleTimer);
    const { idleMs } = this.options.config();
    if (this.#pending === 0 && idleMs > 0 && this.#process !== undefined) {
      this.#idleTimer = setTimeout(() => void this.rest('idle'), idleMs);
      this.#idleTimer.unref();
    }
  }

  #setState(state: EngineState): void {
    this.#state = state;
    this.options.onState(state);
  }
}

/** SIGKILL and SIGTERM come from outside: a user, a script, or the system short of memory. */
function isOutsideKill(exit: EngineExit): boolean {
  return exit.cause === 'own' && (exit.signal === 'SIGKILL' || exit.signal === 'SIGTERM');
}

function describeStart(
  backend: Backend,
  devices: readonly string[],
  threads: number,
  skipped: readonly SkippedBackend[],
): string {
  const where = devices.length > 0 ? `${backend} on ${devices.join(', ')}` : `${backend} with ${threads} threads`;
  const why = skipped.map((one) => `not ${one.backend}: ${one.reason}`);
  return [`Engine ready: ${where}`, ...why].join('; ');
}
