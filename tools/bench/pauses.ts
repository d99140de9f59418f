import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Session } from '../../test/e2e/support/session.ts';
import { type EditorDriver } from '../host/editorDriver.ts';
import { type Settings } from '../host/userSettings.ts';
import { type AlongRun, typeAlongVisible } from './alongRun.ts';
import { inSession, openAtEnd } from './benchSession.ts';
import { countCpu, type CpuUse } from './cpuUse.ts';
import { waitForIdleEngine } from './engineIdle.ts';
import { type BenchOptions, figure, type Figure, share } from './figures.ts';
import { judgePause, type PauseResult } from './pauseResult.ts';
import { chunksAfterVisits, LONG_SCRIPTS, PAUSE_VISITS, type Visit } from './pauseScripts.ts';
import { Typist } from './typist.ts';
import { type TypingScript } from './scripts.ts';

/** So long a person stops for a moment, and so long at most one who waits. */
const PAUSE_MS = 1500;
const LONG_PAUSE_MS = 8000;
/** Of the long pauses, most of which nothing ends. */
const LONG_VISITS = 2;
/** Both runs have the same keys at the same times. */
const SEED = 1;
/** Typed so fast, a line leaves the engine no time in between. */
const BURST_KEY_MS = 40;
const BURSTS: Readonly<Record<string, readonly [string, string]>> = {
  '.ts': ['const averageWeightOfAllOrders', 'const smallestLabelOfAllRoutes'],
  '.py': ['average_weight_of_all_orders =', 'smallest_label_of_all_routes ='],
};
const BUSY_MS = 15_000;
/** The model is loaded, and the first prompt read. */
const READY_MS = 60_000;
const ALONG_RUNS = 3;
/** Of a script, in none of which something may be suggested. */
const ALONG_TRIES = 4;
/** Shows what the model itself takes to be right three times in ten. */
const EAGER: Settings = { 'openelm.completion.eagerness': 'eager', 'openelm.completion.confidence': 30 };

interface Burst {
  /** Escape followed the last key at once. */
  readonly isEscaped: boolean;
  /** From the last key, Escape included. */
  readonly idleMs: number;
}

interface ShortRun {
  readonly pauses: readonly PauseResult[];
  readonly cpu: CpuUse;
  readonly bursts: readonly Burst[];
  readonly along: readonly AlongRun[];
}

/**
 * What a person sees who types at an uneven pace in files of about 1,500 tokens and stops for a second and a half, and
 * what it costs the machine; with one engine thread. The same places are typed once more with pauses of up to 8 s,
 * which tells what a faster machine would have shown.
 */
export async function measurePauses(bench: BenchOptions): Promise<readonly Figure[]> {
  const { progress } = bench;
  const options = { settings: settingsFor(bench), workspaceFiles: filesOf(LONG_SCRIPTS) };
  const short = await inSession(options, (session) => typeShort(session, progress));
  const long = await inSession(options, async (session) => {
    await makeReady(session);
    return typeVisits(session.driver, PAUSE_VISITS.slice(0, LONG_VISITS), LONG_PAUSE_MS, progress);
  });
  return [...figuresOfPauses(short.pauses, long), ...figuresOfCost(short)];
}

function settingsFor({ model, eager = false }: BenchOptions): Settings {
  return {
    'openelm.engine.threads': 1,
    'openelm.engine.gpu': 'cpu',
    'openelm.completion.saveEnergy': false,
    // The editor's own list hides ghost text, and when it comes is its own affair.
    'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' },
    ...(eager ? EAGER : {}),
    ...(model === undefined ? {} : { 'openelm.model.file': path.resolve(model) }),
  };
}

function filesOf(scripts: readonly TypingScript[]): Record<string, string> {
  return Object.fromEntries(scripts.map(({ file, context }) => [file, context]));
}

async function typeShort(session: Session, progress: BenchOptions['progress']): Promise<ShortRun> {
  await makeReady(session);
  const readCpu = countCpu(session);
  const pauses = await typeVisits(session.driver, PAUSE_VISITS, PAUSE_MS, progress);
  const cpu = readCpu();
  const bursts: Burst[] = [];
  const along: AlongRun[] = [];
  for (const script of LONG_SCRIPTS) {
    await openAtEnd(session.driver, script);
    for (const [index, text] of (BURSTS[path.extname(script.file)] ?? []).entries()) {
      bursts.push(await burst(session, text, index % 2 === 1));
    }
    along.push(...(await typeAlong(session.driver, script)));
  }
  const runs = along.map(({ text, gaps }) => `“${text}” vanished ${gaps}×`);
  progress(`${bursts.length} bursts; along the ghost text: ${runs.join(', ')}`);
  return { pauses, cpu, bursts, along };
}

/** Has the engine running and at rest, as after a while in the editor; the document is as it was. */
async function makeReady(session: Session): Promise<void> {
  const { driver } = session;
  for (const script of [...LONG_SCRIPTS].reverse()) {
    await openAtEnd(driver, script);
    await driver.type('a');
    await waitForIdleEngine(session, READY_MS);
    await driver.press('Escape');
    await driver.press('Backspace');
    await waitForIdleEngine(session, READY_MS);
  }
}

async function typeVisits(
  driver: EditorDriver,
  visits: readonly Visit[],
  limitMs: number,
  progress: BenchOptions['progress'],
): Promise<PauseResult[]> {
  const typist = new Typist(driver, SEED);
  const results: PauseResult[] = [];
  for (const { script, chunks } of visits) {
    await openAtEnd(driver, script);
    for (const chunk of chunks) {
      await typist.type(chunk);
      results.push(await pause(driver, limitMs));
    }
    const shown = results.filter(isShown).length;
    progress(`${script.file}: ${results.length} pauses of ${limitMs} ms, ${shown} with ghost text`);
  }
  return results;
}

/** Waits as long as a short pause lasts; a longer one ends as soon as something is shown. */
async function pause(driver: EditorDriver, limitMs: number): Promise<PauseResult> {
  const { lastKeyAt, now } = await driver.ghostTextState();
  const judge = async (): Promise<PauseResult> =>
    judgePause(await driver.ghostTextChanges(lastKeyAt), lastKeyAt);
  await delay(lastKeyAt + PAUSE_MS - now);
  const result = await judge();
  if (isShown(result) || limitMs <= PAUSE_MS) {
    return result;
  }
  await driver.waitForGhostText(limitMs - PAUSE_MS);
  return judge();
}

function isShown(result: PauseResult): result is Exclude<PauseResult, { kind: 'nothing' }> {
  return result.kind !== 'nothing';
}

/** Types a line quickly, waits until the engine is at rest, and takes the line back. */
async function burst(session: Session, text: string, isEscaped: boolean): Promise<Burst> {
  const { driver } = session;
  await driver.press('Escape');
  await waitForIdleEngine(session, BUSY_MS);
  const line = `\n${text}`;
  await driver.type(line, BURST_KEY_MS);
  if (isEscaped) {
    await driver.press('Escape');
  }
  const { lastKeyAt, now } = await driver.ghostTextState();
  const idleMs = await waitForIdleEngine(session, BUSY_MS);
  await driver.press('Escape');
  for (let left = line.length; left > 0; left--) {
    await driver.press('Backspace');
  }
  return { isEscaped, idleMs: (idleMs ?? BUSY_MS) + now - lastKeyAt };
}

async function typeAlong(driver: EditorDriver, script: TypingScript): Promise<AlongRun[]> {
  const typist = new Typist(driver, SEED);
  const runs: AlongRun[] = [];
  for (const chunk of chunksAfterVisits(script).slice(0, ALONG_TRIES)) {
    if (runs.length >= ALONG_RUNS) {
      break;
    }
    await typist.type(chunk);
    if (isShown(await pause(driver, PAUSE_MS))) {
      const run = await typeAlongVisible(driver, (text) => typist.type(text));
      runs.push(...(run === undefined ? [] : [run]));
    }
  }
  return runs;
}

function figuresOfPauses(short: readonly PauseResult[], long: readonly PauseResult[]): readonly Figure[] {
  const shown = short.filter(isShown);
  const longShown = long.filter(isShown);
  const alsoShort = short.filter((result, at) => isShown(result) && isShown(long[at] ?? { kind: 'nothing' }));
  const ms = (results: readonly PauseResult[], kinds: readonly PauseResult['kind'][]): number[] =>
    results.filter(isShown).flatMap((result) => (kinds.includes(result.kind) ? [result.ms] : []));
  return [
    figure('last key → ghost text', 'ms', ms(short, ['came', 'kept']), 'where a pause of 1.5 s shows any'),
    figure('… that was not there before the key', 'ms', ms(short, ['came'])),
    share('pauses of 1.5 s that show ghost text', shown.length, short.length),
    share('… and have lost it when they end', shown.filter(({ isGone }) => isGone).length, shown.length),
    share('pauses of up to 8 s that show any', longShown.length, long.length),
    share('of these places, shown within 1.5 s', alsoShort.length, longShown.length),
    figure('last key → ghost text, pauses of up to 8 s', 'ms', ms(long, ['came', 'kept'])),
  ];
}

function figuresOfCost({ along, bursts, cpu }: ShortRun): readonly Figure[] {
  const sum = (of: 'gaps' | 'keys'): number => along.reduce((total, run) => total + run[of], 0);
  const idle = (isEscaped: boolean): number[] =>
    bursts.flatMap((one) => (one.isEscaped === isEscaped ? [one.idleMs] : []));
  const note = 'while typing with pauses of 1.5 s';
  return [
    share('keys along the ghost text that made it vanish', sum('gaps'), sum('keys')),
    figure('last key of a burst → engine at rest', 'ms', idle(false), 'below 5 % of a core for 0.5 s'),
    figure('… with Escape behind it', 'ms', idle(true)),
    figure('time on a processor, engine', 's/min', [cpu.engine], note),
    figure('time on a processor, extension host', 's/min', [cpu.extensionHost], note),
    figure('time on a processor, browser', 's/min', [cpu.browser], note),
  ];
}
