import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** Names under which distributions and vendors install a browser of the Chromium family, in order of preference. */
const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'brave-browser',
];

/** Folders looked into after those of PATH, which a desktop session may leave out. */
const FOLDERS = ['/usr/bin', '/usr/local/bin', '/snap/bin'];

/**
 * Switches of every Chromium started here. The first group keeps it quiet and off the network; a container has no
 * graphics card, and root can have no sandbox.
 */
export const CHROMIUM_FLAGS: readonly string[] = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-gpu',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/**
 * The executable of an installed Chromium; the environment variable CHROME comes first.
 *
 * @throws Error that says how to install one.
 */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string {
  const chosen = environment['CHROME'];
  if (chosen !== undefined && chosen !== '') {
    if (!isExecutable(chosen)) {
      throw new Error(`CHROME names ${chosen}, which is not an executable file.`);
    }
    return chosen;
  }
  const folders = [...(environment['PATH'] ?? '').split(path.delimiter).filter(Boolean), ...FOLDERS];
  const found = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))).find(isExecutable);
  if (found === undefined) {
    throw new Error(
      'No Chromium found: install one (Debian, Ubuntu: apt-get install --no-install-recommends chromium fonts-dejavu-core) or set CHROME.',
    );
  }
  return found;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    // accessSync has no other way to say "no".
    return false;
  }
}
