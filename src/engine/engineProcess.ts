import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { type BackendCandidate } from './backendLadder.ts';
import { EngineError, toEngineError } from './engineError.ts';
import { exitError, type EngineExit } from './engineExit.ts';
import { Heartbeat } from './heartbeat.ts';
import {
  LOG_NOTIFICATION,
  PROTOCOL_VERSION,
  type EngineMethod,
  type EngineMethods,
  type HelloResult,
  type LogLine,
  type PingResult,
} from './protocol.ts';
import { sendRequest, type RequestOptions } from './rpc.ts';

/** node-llama-cpp tests a GPU binary in a process of its own first; a cold driver can take a while. */
const HELLO_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 1_500;

export interface EngineProcessOptions {
  readonly candidate: BackendCandidate;
  readonly threads: number | undefined;
  /** Added to the environment of the process. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly log: (line: LogLine) => void;
  /** Called before the back end is opened, which may take long: `stop` ends that, too. */
  readonly onFork?: ((engine: EngineProcess) => void) | undefined;
  readonly onPing?: ((ping: PingResult) => void) | undefined;
}

/** One forked engine, from handshake to exit. Every pending request settles when it ends. */
export class EngineProcess {
  readonly exited: Promise<EngineExit>;
  readonly #child: ChildProcess;
  readonly #connection: MessageConnection;
  #hello: HelloResult | undefined;
  #cause: EngineExit['cause'] = 'own';

  private constructor(private readonly options: EngineProcessOptions) {
    const { log } = options;
    this.#child = fork(options.candidate.entry, [], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // Inside VS Code the executable is Electron; this makes it behave as the Node it contains.
      env: { ...process.env, ...options.env, ELECTRON_RUN_AS_NODE: '1' },
      execArgv: [],
      windowsHide: true,
    } as Parameters<typeof fork>[2]);
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        log({ level: 'debug', message: text.trimEnd() });
      });
    }
    this.exited = this.#watchExit();
    this.#connection = createMessageConnection(
      new IPCMessageReader(this.#child),
      new IPCMessageWriter(this.#child),
      {
        error: (message) => {
          log({ level: 'error', message });
        },
        warn: (message) => {
          log({ level: 'warn', message });
        },
        info: () => undefined,
        log: () => undefined,
      },
    );
    this.#connection.onNotification(LOG_NOTIFICATION, log);
    // A write to a process that just ended; its exit is reported on its own.
    this.#connection.onError(() => undefined);
    this.#connection.listen();
    void this.exited.then(() => {
      this.#connection.dispose();
    });
  }

  /** Forks an engine and waits until it has opened its back end. Throws an EngineError and leaves no process. */
  static async start(options: EngineProcessOptions): Promise<EngineProcess> {
    const engine = new EngineProcess(options);
    options.onFork?.(engine);
    const timer = setTimeout(() => {
      engine.#kill('hung');
    }, HELLO_TIMEOUT_MS);
    try {
      const { candidate, threads } = options;
      engine.#hello = await engine.request('engine/hello', {
        protocolVersion: PROTOCOL_VERSION,
        backend: candidate.backend,
        ...(threads === undefined ? {} : { threads }),
      });
      if (engine.#hello.protocolVersion !== PROTOCOL_VERSION) {
        throw new EngineError(
          'protocolMismatch',
          `The engine speaks protocol ${engine.#hello.protocolVersion}.`,
        );
      }
    } catch (error) {
      await engine.stop();
      throw toEngineError(error, 'engineCrashed');
    } finally {
      clearTimeout(timer);
    }
    engine.#startHeartbeat();
    return engine;
  }

  get hello(): HelloResult {
    if (this.#hello === undefined) {
      throw new EngineError('engineStopped', 'The engine has not answered yet.');
    }
    return this.#hello;
  }

  /** Sends a request. When the process ends first, throws `engineCrashed`, `engineHung` or `engineStopped`. */
  async request<M extends EngineMethod>(
    method: M,
    params: EngineMethods[M]['params'],
    options?: RequestOptions<M>,
  ): Promise<EngineMethods[M]['result']> {
    try {
      return await sendRequest(this.#connection, method, params, options);
    } catch (error) {
      const engineError = toEngineError(error, 'engineStopped');
      throw engineError.code === 'engineStopped' ? exitError(await this.exited) : engineError;
    }
  }

  /** Asks the process to end, kills it when it does not, and waits until it is gone. */
  async stop(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      this.#cause = this.#cause === 'own' ? 'stopped' : this.#cause;
      if (this.#child.connected) {
        // The engine ends itself when its channel closes.
        this.#child.disconnect();
      }
      const timer = setTimeout(() => void this.#child.kill('SIGKILL'), STOP_TIMEOUT_MS);
      await this.exited;
      clearTimeout(timer);
    }
  }

  #kill(cause: EngineExit['cause']): void {
    this.#cause = cause;
    this.#child.kill('SIGKILL');
  }

  async #watchExit(): Promise<EngineExit> {
    try {
      const [code, signal] = (await once(this.#child, 'exit')) as [number | null, NodeJS.Signals | null];
      return { code, signal, cause: this.#cause };
    } catch (error) {
      // The fork itself failed: no such file, or no memory for another process.
      this.options.log({ level: 'error', message: `The engine could not be started: ${String(error)}` });
      return { code: null, signal: null, cause: this.#cause };
    }
  }

  #startHeartbeat(): void {
    const heartbeat = new Heartbeat(
      () => this.request('engine/ping', {}),
      (ping) => this.options.onPing?.(ping),
      (reason) => {
        this.options.log({ level: 'error', message: reason });
        this.#kill('hung');
      },
    );
    void this.exited.then(() => {
      heartbeat.dispose();
    });
  }
}
