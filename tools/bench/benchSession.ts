import { type Session, type SessionOptions, startSession } from '../../test/e2e/support/session.ts';
import { type EditorDriver } from '../host/editorDriver.ts';
import { listProcessTree, type ProcessInfo } from '../host/processTree.ts';
import { repositoryRoot } from '../host/paths.ts';
import { chunksOf, scriptFiles, SCRIPTS, type TypingScript } from './scripts.ts';
import { EXACT_TYPING, typeAndWait } from './typing.ts';

const BYTES_PER_MB = 1e6;
/** The first suggestion waits for the engine to start. */
const FIRST_GHOST_MS = 30_000;

/** Runs `work` in a VS Code with the scripts' files; the extension is this one unless the options say otherwise. */
export async function inSession<T>(
  options: Partial<SessionOptions>,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const session = await startSession({
    extension: { kind: 'development', folder: repositoryRoot },
    workspaceFiles: scriptFiles(),
    ...options,
    settings: { ...EXACT_TYPING, ...options.settings },
  });
  try {
    return await work(session);
  } finally {
    await session.stop();
  }
}

/** Opens a script's file with the cursor at its end. */
export async function openAtEnd(driver: EditorDriver, script: TypingScript): Promise<void> {
  await driver.openFile(script.file);
  await driver.press('Control+End');
}

/** Has the engine running: types until something is suggested, and takes that back. */
export async function warmUp(driver: EditorDriver, waitMs: number = FIRST_GHOST_MS): Promise<void> {
  const [script] = SCRIPTS;
  if (script === undefined) {
    return;
  }
  await openAtEnd(driver, script);
  const [first = ''] = chunksOf(script);
  await typeAndWait(driver, first, waitMs);
  await driver.press('Escape');
  for (let left = first.length; left > 0; left--) {
    await driver.press('Backspace');
  }
}

/** The engines below a server that run now. What an engine forks looks like one for a moment, and is not counted. */
export function engines(session: Session): ProcessInfo[] {
  const hosts = new Set(extensionHosts(session).map(({ pid }) => pid));
  return ofServer(session, 'dist/engine/main.mjs').filter(({ parent }) => hosts.has(parent));
}

/** The extension hosts of a server, one a window. */
export function extensionHosts(session: Session): ProcessInfo[] {
  return ofServer(session, '--type=extensionHost');
}

/** Resident memory of processes together, in MB. */
export function residentMb(processes: readonly ProcessInfo[]): number {
  return processes.reduce((sum, { rssBytes }) => sum + rssBytes, 0) / BYTES_PER_MB;
}

function ofServer({ server }: Session, part: string): ProcessInfo[] {
  return listProcessTree(server.pid).filter(({ commandLine }) => commandLine.includes(part));
}
