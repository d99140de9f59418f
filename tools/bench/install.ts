import { connect } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { repositoryRoot } from '../host/paths.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';
import { assemble, buildBundles } from '../package/assemble.ts';
import { planPackage } from '../package/plan.ts';
import { inSession, openAtEnd } from './benchSession.ts';
import { type BenchOptions, figure, type Figure } from './figures.ts';
import { chunksOf, SCRIPTS, type TypingScript } from './scripts.ts';
import { KEY_MS, typeUntilGhostText } from './typing.ts';

const REPEATS = 3;
/** From the opened file until VS Code's own start is over. */
const SETTLE_MS = 8000;
const WAIT_MS = 30_000;
const INSTALLER = path.join(repositoryRoot, 'tools/bench/fixtures/vsix-installer');

interface FirstMinute {
  readonly installMs: number;
  /** From the end of the installation, at which the first key is pressed. */
  readonly ghostTextMs: number;
}

/** What a person sees who installs the package in a running VS Code and types at once, with a file open. */
export async function measureInstall({
  repeat = REPEATS,
  progress,
}: BenchOptions): Promise<readonly Figure[]> {
  const vsix = await makePackage();
  const [script] = SCRIPTS;
  if (script === undefined) {
    throw new Error('There is no script to type.');
  }
  const runs: FirstMinute[] = [];
  for (let run = 1; run <= repeat; run++) {
    runs.push(await installAndType(vsix, script));
    progress(`${run} of ${repeat}`);
  }
  return [
    figure(
      'install the VSIX',
      'ms',
      runs.map(({ installMs }) => installMs),
      'VS Code’s own work',
    ),
    figure(
      'installed, first key → first ghost text',
      'ms',
      runs.map(({ ghostTextMs }) => ghostTextMs),
      `a key each ${KEY_MS} ms until it is there; goal < 2000`,
    ),
  ];
}

async function installAndType(vsix: string, script: TypingScript): Promise<FirstMinute> {
  const socket = path.join(temporaryFolder('installer'), 'socket');
  const options = {
    extension: { kind: 'development', folder: INSTALLER } as const,
    env: { OPENELM_BENCH_INSTALLER: socket, OPENELM_BENCH_VSIX: vsix },
  };
  return inSession(options, async (session) => {
    await openAtEnd(session.driver, script);
    await delay(SETTLE_MS);
    const startedAt = performance.now();
    const problem = await text(connect(socket));
    if (problem !== '') {
      throw new Error(`The package was not installed: ${problem}`);
    }
    const installMs = performance.now() - startedAt;
    const typed = await typeUntilGhostText(session.driver, chunksOf(script).join(''), WAIT_MS);
    return { installMs, ghostTextMs: typed.shownAt - typed.firstKeyAt };
  });
}

async function makePackage(): Promise<string> {
  await buildBundles(repositoryRoot);
  const { vsix } = await assemble(repositoryRoot, planPackage('linux-x64'), temporaryFolder('vsix'));
  if (vsix === undefined) {
    throw new Error('No package was made.');
  }
  return vsix;
}
