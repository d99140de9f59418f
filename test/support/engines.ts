import path from 'node:path';
import { type BackendCandidate, type BadBackend } from '../../src/engine/backendLadder.ts';
import { type EngineState } from '../../src/engine/engineState.ts';
import { type Backend, type GenerateResult } from '../../src/engine/protocol.ts';
import { RestartPolicy } from '../../src/engine/restartPolicy.ts';
import { type EngineConfig } from '../../src/engine/engineStarter.ts';
import { Supervisor } from '../../src/engine/supervisor.ts';
import { type SupervisorOptions } from '../../src/engine/supervisorOptions.ts';
import { BUILT_IN_MODEL, ENGINE_ENTRY } from '../../tools/support/headlessEngine.ts';

const FAKE_ENTRY = path.join(import.meta.dirname, 'fakeEngine.mjs');

/** A supervisor under test, and everything that it reported. */
export interface TestEngine {
  readonly supervisor: Supervisor;
  readonly states: EngineState[];
  readonly log: string[];
  readonly bad: () => readonly BadBackend[];
  /** Resolves when a state of this kind is reached, now or later. */
  until(kind: EngineState['kind']): Promise<EngineState>;
}

interface TestEngineOptions {
  readonly candidates?: readonly BackendCandidate[];
  readonly config?: Partial<EngineConfig>;
  readonly env?: Readonly<Record<string, string>>;
  readonly onEngine?: SupervisorOptions['onEngine'];
}

/** The real engine process with the built-in model on the CPU, or what the options say. */
export function testEngine(options: TestEngineOptions = {}): TestEngine {
  const states: EngineState[] = [];
  const log: string[] = [];
  const waiting = new Set<(state: EngineState) => void>();
  let bad: readonly BadBackend[] = [];
  const supervisor = new Supervisor({
    config: () => ({ modelPath: BUILT_IN_MODEL, backend: 'auto', idleMs: 0, ...options.config }),
    candidates: () => options.candidates ?? [{ backend: 'cpu', entry: ENGINE_ENTRY }],
    badBackends: {
      read: () => bad,
      write: (newBad) => {
        bad = newBad;
      },
    },
    fingerprintOf: () => 'driver 1',
    env: options.env,
    onEngine: options.onEngine,
    log: ({ message }) => void log.push(message),
    onState: (state) => {
      states.push(state);
      for (const look of waiting) {
        look(state);
      }
    },
    restartPolicy: new RestartPolicy(10, 40),
  });
  return {
    supervisor,
    states,
    log,
    bad: () => bad,
    until: (kind) =>
      new Promise((resolve) => {
        const look = (state: EngineState): void => {
          if (state.kind === kind) {
            waiting.delete(look);
            resolve(state);
          }
        };
        waiting.add(look);
        look(supervisor.state);
      }),
  };
}

/** Engines that follow a plan, one for each back end named in it. */
export function fakeEngine(
  plan: Partial<Record<Backend, string>>,
  config?: Partial<EngineConfig>,
): TestEngine {
  return testEngine({
    candidates: (Object.keys(plan) as Backend[]).map((backend) => ({ backend, entry: FAKE_ENTRY })),
    env: { FAKE_ENGINE: JSON.stringify(plan) },
    ...(config === undefined ? {} : { config }),
  });
}

/** Asks the engine for some text. */
export function generate(
  { supervisor }: TestEngine,
  options: {
    text?: string;
    maxTokens?: number;
    group?: string;
    signal?: AbortSignal;
    onText?: (text: string) => void;
  } = {},
): Promise<GenerateResult> {
  return supervisor.generate(
    {
      purpose: 'completion',
      group: options.group ?? 'file:///a.ts',
      prompt: { kind: 'plain', text: options.text ?? 'function add(a, b) {\n  return ' },
      maxTokens: options.maxTokens ?? 8,
    },
    options.signal ?? new AbortController().signal,
    ({ text }) => options.onText?.(text),
  );
}

/** The process id of the engine that answers now. */
export async function processId({ supervisor }: TestEngine): Promise<number> {
  const { hello } = await supervisor.ready();
  return hello.processId;
}

/** Whether a process exists. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
