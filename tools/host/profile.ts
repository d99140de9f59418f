import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';

/** The folders of one VS Code profile. */
export interface ServerProfile {
  /** Holds `User/settings.json`, the state of extensions (`User/globalStorage`) and the server's own data. */
  readonly userDataDir: string;
  readonly extensionsDir: string;
}

/** The command line's part that names a profile, for the server and for its installer of extensions. */
export function profileArguments(profile: ServerProfile): string[] {
  return [
    ['--user-data-dir', profile.userDataDir],
    ['--extensions-dir', profile.extensionsDir],
    ['--server-data-dir', path.join(profile.userDataDir, 'server')],
  ].flat();
}

/**
 * Puts an extension's folder into a new profile by a link, as if it were installed. The server registers what it finds
 * at its first start; unlike an extension under development, this one is seen as users see it, notifications included.
 */
export function linkExtension(profile: ServerProfile, folder: string): void {
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as ExtensionManifest;
  mkdirSync(profile.extensionsDir, { recursive: true });
  const name = `${manifest.publisher}.${manifest.name}-${manifest.version}`;
  symlinkSync(path.resolve(folder), path.join(profile.extensionsDir, name), 'dir');
}

interface ExtensionManifest {
  readonly publisher: string;
  readonly name: string;
  readonly version: string;
}
