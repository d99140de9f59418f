import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Session } from '../../test/e2e/support/session.ts';
import { EditorDriver } from '../host/editorDriver.ts';
import { ensureTestHost } from '../host/install.ts';
import { openWorkbench } from '../host/page.ts';
import { engines, extensionHosts, inSession, residentMb, warmUp } from './benchSession.ts';
import { type BenchOptions, figure, type Figure, share } from './figures.ts';
import { recordFrames } from './recording.ts';
import { chunksOf, scriptFiles, SCRIPTS } from './scripts.ts';
import { type KeyResult, typeAndWait } from './typing.ts';

const SWITCHES = 10;
/** So many that the first script lasts for all turns of a window. */
const PAUSES_IN_A_WINDOW = 5;
/** A window that comes to the front loads the model first. */
const WAIT_MS = 5000;
const SAMPLE_MS = 250;

/** What a page in a browser is told when its window loses or gets the focus; headless pages all believe to have it. */
const BLUR = `document.hasFocus = () => false; dispatchEvent(new Event('blur'))`;
const FOCUS = `delete document.hasFocus; dispatchEvent(new Event('focus'))`;

interface Samples {
  readonly engines: number[];
  readonly engineMb: number[];
  readonly allMb: number[];
}

/** Two windows of one user, typed in by turns. */
export async function measureWindows({ progress }: BenchOptions): Promise<readonly Figure[]> {
  return inSession({}, async (session) => {
    const other = await secondWindow(session);
    try {
      const drivers = [session.driver, other.driver];
      for (const driver of drivers) {
        await switchTo(driver, drivers);
        await warmUp(driver);
      }
      const { samples, stop } = sampleProcesses(session);
      const firstMs: number[] = [];
      const within: KeyResult[] = [];
      const keys = drivers.map(() => SCRIPTS.slice(0, 1).flatMap(chunksOf));
      for (let turn = 0; turn < SWITCHES; turn++) {
        const driver = drivers[turn % 2] ?? session.driver;
        await switchTo(driver, drivers);
        const [first = '', ...more] = keys[turn % 2]?.splice(0, PAUSES_IN_A_WINDOW) ?? [];
        firstMs.push(...(await timeToFirst(driver, first)));
        for (const chunk of more) {
          within.push(await typeAndWait(driver, chunk, WAIT_MS));
        }
        progress(`switch ${turn + 1} of ${SWITCHES}`);
      }
      stop();
      return report(samples, firstMs, within);
    } finally {
      await other.close();
    }
  });
}

function report(samples: Samples, firstMs: readonly number[], within: readonly KeyResult[]): Figure[] {
  return [
    figure('switch → first ghost text, typing at once', 'ms', firstMs, `the model is loaded meanwhile`),
    figure('key → ghost text, after that', 'ms', times(within)),
    share('switches with ghost text', firstMs.length, SWITCHES),
    share('pauses after that with ghost text', shown(within), within.length),
    figure('engine processes at a time', 'count', samples.engines, `sampled each ${SAMPLE_MS} ms`),
    figure('engines together', 'MB', samples.engineMb),
    figure('engines and extension hosts together', 'MB', samples.allMb),
  ];
}

/** Opens another folder of the same profile in a browser of its own. */
async function secondWindow(session: Session): Promise<{ driver: EditorDriver; close: () => Promise<void> }> {
  const folder = `${session.workspaceDir}-2`;
  for (const [name, text] of Object.entries(scriptFiles())) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const workbench = await openWorkbench(ensureTestHost(), session.server, { folder });
  return { driver: new EditorDriver(workbench, folder), close: () => workbench.close() };
}

async function switchTo(driver: EditorDriver, drivers: readonly EditorDriver[]): Promise<void> {
  for (const left of drivers.filter((one) => one !== driver)) {
    await left.page.evaluate(BLUR);
  }
  await driver.page.bringToFront();
  await driver.page.evaluate(FOCUS);
}

/** From now to the first ghost text, typing on meanwhile; empty when none came. */
async function timeToFirst(driver: EditorDriver, chunk: string): Promise<number[]> {
  const { now } = await driver.ghostTextState();
  const frames = await recordFrames(driver, () => typeAndWait(driver, chunk, WAIT_MS));
  const first = frames.find(({ text, since }) => text !== '' && since > now);
  return first === undefined ? [] : [first.since - now];
}

function sampleProcesses(session: Session): { samples: Samples; stop: () => void } {
  const samples: Samples = { engines: [], engineMb: [], allMb: [] };
  const timer = setInterval(() => {
    const running = engines(session);
    samples.engines.push(running.length);
    samples.engineMb.push(residentMb(running));
    samples.allMb.push(residentMb([...running, ...extensionHosts(session)]));
  }, SAMPLE_MS);
  return {
    samples,
    stop: () => {
      clearInterval(timer);
    },
  };
}

function times(results: readonly KeyResult[]): number[] {
  return results.flatMap((result) => (result.kind === 'shown' ? [result.ms] : []));
}

function shown(results: readonly KeyResult[]): number {
  return results.filter(({ kind }) => kind !== 'nothing').length;
}
