import { connect } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { type ExtensionUnderTest } from '../../test/e2e/support/session.ts';
import { repositoryRoot } from '../host/paths.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';
import { BIG_MODEL, bigModel } from './bigModel.ts';
import { engines, inSession, residentMb } from './benchSession.ts';
import { type BenchOptions, figure, type Figure } from './figures.ts';
import { EXACT_TYPING } from './typing.ts';

const REPEATS = 5;
const ATTEMPTS = 4;
const PROBE = path.join(repositoryRoot, 'tools/bench/fixtures/event-loop-probe');
/** From the drawn workbench until activation, engine start and VS Code's own start are over. */
const STARTUP_MS = 10_000;
/** From a changed model setting until that model is loaded. */
const LOADING_MS = 6000;
/** Less than an engine has with the big model, and more than with the built-in one. */
const BIG_MODEL_MB = 250;

/** What the probe answers. */
interface ProbeReport {
  /** Longest time the event loop stood still since the report before. */
  readonly blockedMs: number;
  /** Longest time without a break in which this extension's code ran. */
  readonly ownMs: number;
  readonly activation: { readonly loadMs?: number; readonly callMs?: number };
}

interface Run {
  readonly startup: ProbeReport;
  readonly loading: ProbeReport;
}

/** What the extension costs its host: activation, and how long the host stands still while a model loads. */
export async function measureActivate({
  repeat = REPEATS,
  progress,
}: BenchOptions): Promise<readonly Figure[]> {
  const own: Run[] = [];
  const without: Run[] = [];
  for (let run = 1; run <= repeat; run++) {
    own.push(await observeStart());
    without.push(await observe(false));
    progress(`${run} of ${repeat}`);
  }
  const activation = (of: 'loadMs' | 'callMs'): number[] =>
    own.flatMap(({ startup }) => startup.activation[of] ?? []);
  const blocked = (runs: readonly Run[], of: keyof Run): number[] => runs.map((run) => run[of].blockedMs);
  const ownBlocks = (of: keyof Run): number[] => own.map((run) => run[of].ownMs);
  return [
    figure('reading and evaluating dist/extension.cjs', 'ms', activation('loadMs')),
    figure('activate()', 'ms', activation('callMs'), 'as a caller sees it'),
    figure('host blocked by it, start until built-in model loaded', 'ms', ownBlocks('startup'), 'goal < 50'),
    figure('host blocked by anything', 'ms', blocked(own, 'startup')),
    figure('… the same window without the extension', 'ms', blocked(without, 'startup')),
    figure(`host blocked by it, loading ${BIG_MODEL}`, 'ms', ownBlocks('loading'), 'goal < 50'),
    figure('host blocked by anything', 'ms', blocked(own, 'loading')),
    figure('… the same window without the extension', 'ms', blocked(without, 'loading')),
  ];
}

/** VS Code starts the two in either order: where the probe comes second, it saw nothing of the start. */
async function observeStart(): Promise<Run> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const run = await observe(true);
    if (run.startup.activation.loadMs !== undefined) {
      return run;
    }
  }
  throw new Error(`The probe was started after the extension ${ATTEMPTS} times.`);
}

async function observe(isWithExtension: boolean): Promise<Run> {
  const socket = path.join(temporaryFolder('probe'), 'socket');
  const probe: ExtensionUnderTest = { kind: 'development', folder: PROBE };
  const options = {
    ...(isWithExtension ? { companions: [PROBE] } : { extension: probe }),
    env: { OPENELM_BENCH_PROBE: socket },
  };
  const model = await bigModel();
  return inSession(options, async (session) => {
    await delay(STARTUP_MS);
    const startup = await askProbe(socket);
    await session.setSettings({ ...EXACT_TYPING, 'openelm.model.file': model });
    await delay(LOADING_MS);
    const loading = await askProbe(socket);
    const [engine] = engines(session);
    if (isWithExtension && residentMb(engine === undefined ? [] : [engine]) < BIG_MODEL_MB) {
      throw new Error(
        `${BIG_MODEL} was not loaded in ${LOADING_MS} ms: a quieter machine may do it in that time.`,
      );
    }
    return { startup, loading };
  });
}

async function askProbe(socket: string): Promise<ProbeReport> {
  return JSON.parse(await text(connect(socket))) as ProbeReport;
}
