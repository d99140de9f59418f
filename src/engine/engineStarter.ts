import { setImmediate as nextTurn } from 'node:timers/promises';
import { type AdapterChoice } from '../models/adapters/adapterChoice.ts';
import {
  BackendLadder,
  type BackendCandidate,
  type BadBackendStore,
  type SkippedBackend,
} from './backendLadder.ts';
import { EngineError, toEngineError } from './engineError.ts';
import { type EngineProcess } from './engineProcess.ts';
import { type Backend, type LogLine, type ModelInfo, type PingResult } from './protocol.ts';

/** The handle of the model that an engine is started with. */
const DEFAULT_HANDLE = 'default';

/** The user's choices, read anew for each start. */
export interface EngineConfig {
  readonly modelPath: string;
  /** The adapter that a model shall be run with; absent: none has one. */
  readonly adapterOf?: ((modelPath: string) => AdapterChoice | undefined) | undefined;
  readonly backend: Backend | 'auto';
  /** Absent: chosen by the engine. */
  readonly threads?: number | undefined;
  /** The engine ends after so long without a request; 0 keeps it. */
  readonly idleMs: number;
  readonly contextTokens?: number | undefined;
}

export interface StarterOptions {
  /** The back ends at hand. Throws `unsupportedHost` when there is none. */
  readonly candidates: () => readonly BackendCandidate[];
  readonly badBackends: BadBackendStore;
  readonly fingerprintOf: (backend: Backend) => string;
  /** Why a back end need not be tried; absent: each is. */
  readonly absenceOf?: ((backend: Backend) => string | undefined) | undefined;
  /** Added to the environment of the engine. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly log: (line: LogLine) => void;
  /** Called before a process is forked. */
  readonly onStart?: (() => void) | undefined;
  /** Called with each process that has opened its back end, before a model is loaded. */
  readonly onEngine?: ((engine: Pick<EngineProcess, 'request'>) => void) | undefined;
}

/** What a start tells while it is under way. */
export interface StartObserver {
  /** Whether the start has become pointless: it then ends its process and throws `engineStopped`. */
  isStale(): boolean;
  /** The process has been forked; whoever wants the start to end stops it. */
  onProcess(engine: EngineProcess): void;
  onLoading(engine: EngineProcess, fraction: number): void;
  onPing(engine: EngineProcess, ping: PingResult): void;
}

/** An engine that can answer. */
export interface StartedEngine {
  readonly engine: EngineProcess;
  readonly backend: Backend;
  readonly model: ModelInfo;
  readonly skipped: readonly SkippedBackend[];
}

/** Walks down the back ends until one of them has the model loaded, and remembers those that failed. */
export class EngineStarter {
  #ladder: BackendLadder | undefined;

  constructor(private readonly options: StarterOptions) {}

  /** Throws the error of the last back end tried; leaves no process behind then. */
  async start(config: EngineConfig, observer: StartObserver): Promise<StartedEngine> {
    const { candidates, badBackends, fingerprintOf, onStart } = this.options;
    onStart?.();
    const ladder = (this.#ladder ??= new BackendLadder(
      candidates(),
      badBackends,
      fingerprintOf,
      this.options.absenceOf,
    ));
    for (;;) {
      const { candidate, skipped } = ladder.choose(config.backend);
      if (candidate === undefined) {
        throw new EngineError('unsupportedHost', 'No binary of the engine runs on this machine.');
      }
      try {
        const { engine, model } = await this.#startOn(candidate, config, observer);
        this.#announce(engine, skipped);
        return { engine, backend: candidate.backend, model, skipped };
      } catch (error) {
        const engineError = toEngineError(error, 'engineCrashed');
        if (observer.isStale() || !this.#stepDown(ladder, candidate.backend, engineError)) {
          throw engineError;
        }
      }
    }
  }

  /** Remembers that a back end failed after it had been started. */
  blame(backend: Backend, reason: string): void {
    this.#ladder?.markBad(backend, reason);
  }

  /** Forgets what failed for this session, and on request what is remembered between sessions. */
  forget(options: { readonly remembered: boolean }): void {
    if (options.remembered) {
      this.options.badBackends.write([]);
    }
    this.#ladder = undefined;
  }

  async #startOn(
    candidate: BackendCandidate,
    config: EngineConfig,
    observer: StartObserver,
  ): Promise<{ engine: EngineProcess; model: ModelInfo }> {
    const { log, env } = this.options;
    // Loaded now, not with the extension: evaluating the RPC library would hold up VS Code's own start.
    const { EngineProcess } = await import('./engineProcess.ts');
    // Making a process takes a while as well: the event loop gets its turn in between.
    await nextTurn();
    abandonIfStale(observer);
    const engine = await EngineProcess.start({
      candidate,
      threads: config.threads,
      env,
      log,
      onFork: (forked) => {
        observer.onProcess(forked);
      },
      onPing: (ping) => {
        observer.onPing(engine, ping);
      },
    });
    try {
      abandonIfStale(observer);
      this.options.onEngine?.(engine);
      observer.onLoading(engine, 0);
      const model = await load(engine, config, observer);
      abandonIfStale(observer);
      return { engine, model };
    } catch (error) {
      await engine.stop();
      throw toEngineError(error, 'modelLoadFailed');
    }
  }

  #announce({ hello }: EngineProcess, skipped: readonly SkippedBackend[]): void {
    const { backend, devices, threads } = hello;
    const where =
      devices.length > 0 ? `${backend} on ${devices.join(', ')}` : `${backend}, ${threads} thread(s)`;
    const why = skipped.map((one) => `not ${one.backend}: ${one.reason}`);
    this.options.log({ level: 'info', message: [`Engine ready: ${where}`, ...why].join('; ') });
  }

  /** Whether another back end deserves a try after this failure; remembers the one that failed. */
  #stepDown(ladder: BackendLadder, backend: Backend, error: EngineError): boolean {
    // A process killed from outside says nothing about its back end.
    if (backend === 'cpu' || error.detail['outside'] === 1) {
      return false;
    }
    if (error.code === 'backendFailed' || error.code === 'engineCrashed' || error.code === 'engineHung') {
      ladder.markBad(backend, error.message);
    } else if (['modelLoadFailed', 'outOfMemory', 'protocolMismatch'].includes(error.code)) {
      ladder.skipForSession(backend, error.message);
    } else {
      return false;
    }
    this.options.log({ level: 'warn', message: `${backend} is not used: ${error.message}` });
    return true;
  }
}

function load(engine: EngineProcess, config: EngineConfig, observer: StartObserver): Promise<ModelInfo> {
  const { modelPath, contextTokens } = config;
  return engine.request(
    'model/load',
    {
      handle: DEFAULT_HANDLE,
      path: modelPath,
      adapter: config.adapterOf?.(modelPath),
      ...(contextTokens === undefined ? {} : { contextTokens }),
    },
    {
      onChunk: ({ fraction }) => {
        observer.onLoading(engine, fraction);
      },
    },
  );
}

function abandonIfStale(observer: StartObserver): void {
  if (observer.isStale()) {
    throw new EngineError('engineStopped', 'The engine was stopped while it started.');
  }
}

/** Whether a running engine can take another choice over by loading another model. */
export function differsInModelAlone(before: EngineConfig, now: EngineConfig): boolean {
  const rest = ({ backend, threads, contextTokens }: EngineConfig): string =>
    JSON.stringify([backend, threads, contextTokens]);
  return rest(before) === rest(now);
}

/** The same for choices that have the same effect. */
export function keyOfConfig(config: EngineConfig): string {
  return JSON.stringify([config, config.adapterOf?.(config.modelPath)]);
}
