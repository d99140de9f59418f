import { setTimeout as delay } from 'node:timers/promises';
import { inSession, openAtEnd } from './benchSession.ts';
import { type BenchOptions, figure, type Figure } from './figures.ts';
import { chunksOf, SCRIPTS } from './scripts.ts';
import { KEY_MS } from './typing.ts';

const REPEATS = 3;
const WAIT_MS = 30_000;

interface ColdStart {
  /** Server and browser, until the page is asked for. */
  readonly serverMs: number;
  readonly fromNavigationMs: number;
  readonly fromWorkbenchMs: number;
  readonly fromFirstKeyMs: number;
}

/** From nothing, in a new profile, to the first ghost text. */
export async function measureCold({ repeat = REPEATS, progress }: BenchOptions): Promise<readonly Figure[]> {
  const starts: ColdStart[] = [];
  for (let run = 1; run <= repeat; run++) {
    starts.push(await coldStart());
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
    column('navigation → first ghost text', 'fromNavigationMs', 'opening a file and typing included'),
    column('workbench drawn → first ghost text', 'fromWorkbenchMs', 'opening a file and typing included'),
    column('first key → first ghost text', 'fromFirstKeyMs', `a key each ${KEY_MS} ms until it is there`),
  ];
}

async function coldStart(): Promise<ColdStart> {
  const startedAt = performance.now();
  return inSession({}, async ({ driver }) => {
    // The page's clock starts with its navigation.
    const workbenchAt = (await driver.page.evaluate('performance.now()')) as number;
    const serverMs = performance.now() - startedAt - workbenchAt;
    const [script] = SCRIPTS;
    if (script === undefined) {
      throw new Error('There is no script to type.');
    }
    await openAtEnd(driver, script);
    const firstKeyAt = (await driver.page.evaluate('performance.now()')) as number;
    for (const key of chunksOf(script).join('').slice(0, 60)) {
      await driver.type(key);
      await delay(KEY_MS);
      if ((await driver.ghostText()) !== '') {
        break;
      }
    }
    if ((await driver.waitForGhostText(WAIT_MS)) === undefined) {
      throw new Error('No ghost text came after a cold start.');
    }
    const { since } = await driver.ghostTextState();
    return {
      serverMs,
      fromNavigationMs: since,
      fromWorkbenchMs: since - workbenchAt,
      fromFirstKeyMs: since - firstKeyAt,
    };
  });
}
