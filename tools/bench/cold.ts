import { readFileSync } from 'node:fs';
import { type ExtensionUnderTest } from '../../test/e2e/support/session.ts';
import { engines, inSession, openAtEnd } from './benchSession.ts';
import { type BenchOptions, figure, type Figure } from './figures.ts';
import { chunksOf, SCRIPTS } from './scripts.ts';
import { INSTANT_PROVIDER } from './instantProvider.ts';
import { KEY_MS, typeUntilGhostText } from './typing.ts';

const REPEATS = 3;
const WAIT_MS = 30_000;

interface ColdStart {
  /** Server and browser, until the page is asked for. */
  readonly serverMs: number;
  readonly engineMs: number;
  readonly fromNavigationMs: number;
  readonly fromWorkbenchMs: number;
  readonly fromFirstKeyMs: number;
}

/** From nothing, in a new profile, to the first ghost text. */
export async function measureCold({ repeat = REPEATS, progress }: BenchOptions): Promise<readonly Figure[]> {
  const starts: ColdStart[] = [];
  const floors: ColdStart[] = [];
  for (let run = 1; run <= repeat; run++) {
    starts.push(await coldStart());
    floors.push(await coldStart(INSTANT_PROVIDER));
    progress(`${run} of ${repeat}`);
  }
  const column = (name: string, of: keyof ColdStart, note?: string): Figure =>
    figure(
      name,
      'ms',
      starts.map((start) => start[of]),
      note,
    );
  return [
    column('server and browser start → navigation', 'serverMs'),
    column('navigation → engine process started', 'engineMs'),
    column('navigation → first ghost text', 'fromNavigationMs', 'opening a file and typing included'),
    column('workbench drawn → first ghost text', 'fromWorkbenchMs', 'opening a file and typing included'),
    column('first key → first ghost text', 'fromFirstKeyMs', `a key each ${KEY_MS} ms until it is there`),
    figure(
      '… of an instant provider (floor)',
      'ms',
      floors.map(({ fromFirstKeyMs }) => fromFirstKeyMs),
      'VS Code’s own start',
    ),
    figure(
      'ratio to the floor',
      '×',
      starts.map((start, run) => start.fromFirstKeyMs / (floors[run]?.fromFirstKeyMs ?? NaN)),
    ),
  ];
}

async function coldStart(extension?: ExtensionUnderTest): Promise<ColdStart> {
  const startedAt = performance.now();
  return inSession(extension === undefined ? {} : { extension }, async (session) => {
    const { driver } = session;
    // The page's clock starts with its navigation.
    const workbenchAt = (await driver.page.evaluate('performance.now()')) as number;
    const serverMs = performance.now() - startedAt - workbenchAt;
    const [script] = SCRIPTS;
    if (script === undefined) {
      throw new Error('There is no script to type.');
    }
    await openAtEnd(driver, script);
    const { firstKeyAt, shownAt, now } = await typeUntilGhostText(driver, chunksOf(script).join(''), WAIT_MS);
    const [engine] = engines(session);
    return {
      serverMs,
      engineMs: engine === undefined ? NaN : now - processAgeMs(engine.pid),
      fromNavigationMs: shownAt,
      fromWorkbenchMs: shownAt - workbenchAt,
      fromFirstKeyMs: shownAt - firstKeyAt,
    };
  });
}

/** How long a process has been running, to a hundredth of a second: what /proc counts in. */
function processAgeMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // Field 22 of proc(5), counted from the third, which follows the name in parentheses: clock ticks since boot.
  const startedTicks = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
  const uptimeMs = Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]) * 1000;
  return uptimeMs - startedTicks * 10;
}
