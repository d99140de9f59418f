import { type ExtensionUnderTest } from '../../test/e2e/support/session.ts';
import { repositoryRoot } from '../host/paths.ts';
import { inSession, openAtEnd, warmUp } from './benchSession.ts';
import { type BenchOptions, figure, type Figure, share } from './figures.ts';
import { chunksOf, SCRIPTS } from './scripts.ts';
import { INSTANT_PROVIDER } from './instantProvider.ts';
import { type KeyResult, typeAndWait } from './typing.ts';

const KEYPRESSES = 50;
const WAIT_MS = 3000;

/**
 * From a key to ghost text in a running editor, over keys that each lead to a new request; beside it the same keys with
 * an extension that answers at once. Keys that go on with what was suggested are measured by `along`.
 */
export async function measureWarm({ progress }: BenchOptions): Promise<readonly Figure[]> {
  const own = await typeScripts({ kind: 'development', folder: repositoryRoot }, progress);
  const floor = await typeScripts(INSTANT_PROVIDER, progress);
  const shown = figure('key → ghost text', 'ms', times(own));
  const shownFloor = figure('key → ghost text, instant provider (floor)', 'ms', times(floor));
  const asked = own.filter(({ kind }) => kind !== 'along').length;
  return [
    shown,
    shownFloor,
    figure('ratio of the medians', '×', [shown.median / shownFloor.median]),
    figure('ratio of the p95', '×', [shown.p95 / shownFloor.p95]),
    share('new requests that showed something', shown.count, asked),
    figure('keys that went on with the ghost text, left out', 'count', [own.length - asked]),
  ];
}

function typeScripts(
  extension: ExtensionUnderTest,
  progress: BenchOptions['progress'],
): Promise<KeyResult[]> {
  return inSession({ extension }, async ({ driver }) => {
    await warmUp(driver);
    const results: KeyResult[] = [];
    const enough = (): boolean => results.filter(({ kind }) => kind !== 'along').length >= KEYPRESSES;
    for (const script of SCRIPTS) {
      await openAtEnd(driver, script);
      for (const chunk of chunksOf(script).slice(0, -1)) {
        if (enough()) {
          break;
        }
        results.push(await typeAndWait(driver, chunk, WAIT_MS));
      }
      progress(`${script.file}: ${results.length} keys`);
    }
    return results;
  });
}

function times(results: readonly KeyResult[]): number[] {
  return results.flatMap((result) => (result.kind === 'shown' ? [result.ms] : []));
}
