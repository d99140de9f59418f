import { existsSync, realpathSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** The commands of VS Code and of its builds without Microsoft's brand. */
const COMMANDS = ['code', 'code-insiders', 'codium', 'vscodium'];
const MAC_APPS = ['Visual Studio Code', 'Visual Studio Code - Insiders', 'VSCodium'];
const WINDOWS_APPS = [
  ['Microsoft VS Code', 'Code.exe'],
  ['Microsoft VS Code Insiders', 'Code - Insiders.exe'],
  ['VSCodium', 'VSCodium.exe'],
] as const;

/**
 * The executable of an installed desktop VS Code that can open a window here, or undefined. It is the program itself
 * where that can be found, and not the `code` command, which returns at once and leaves the window behind.
 */
export function findDesktopVsCode(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  if (process.platform === 'darwin') {
    return macExecutables().find((file) => existsSync(file));
  }
  if (process.platform === 'win32') {
    return windowsExecutables(environment).find((file) => existsSync(file));
  }
  return canOpenWindow(environment) ? linuxExecutable(environment) : undefined;
}

/** Whether there is a screen, on Linux. */
export function hasDisplay(environment: NodeJS.ProcessEnv = process.env): boolean {
  return [environment['DISPLAY'], environment['WAYLAND_DISPLAY']].some(Boolean);
}

function canOpenWindow(environment: NodeJS.ProcessEnv): boolean {
  // VS Code does not start as root.
  return hasDisplay(environment) && process.getuid?.() !== 0;
}

function macExecutables(): string[] {
  return ['/Applications', path.join(os.homedir(), 'Applications')].flatMap((folder) =>
    MAC_APPS.map((app) => path.join(folder, `${app}.app/Contents/MacOS/Electron`)),
  );
}

function windowsExecutables(environment: NodeJS.ProcessEnv): string[] {
  const local = environment['LOCALAPPDATA'];
  return [
    local === undefined ? undefined : path.join(local, 'Programs'),
    environment['ProgramFiles'],
    environment['ProgramFiles(x86)'],
  ]
    .filter((folder) => folder !== undefined)
    .flatMap((folder) => WINDOWS_APPS.map(([app, file]) => path.join(folder, app, file)));
}

function linuxExecutable(environment: NodeJS.ProcessEnv): string | undefined {
  const folders = (environment['PATH'] ?? '').split(path.delimiter).filter(Boolean);
  const command = COMMANDS.flatMap((name) => folders.map((folder) => path.join(folder, name))).find(
    existsSync,
  );
  if (command === undefined) {
    return undefined;
  }
  // The command is a script in the program's `bin`; a snap hides the program.
  const script = realpathSync(command);
  const program = path.join(path.dirname(path.dirname(script)), path.basename(script));
  return path.basename(path.dirname(script)) === 'bin' && existsSync(program) ? program : command;
}
