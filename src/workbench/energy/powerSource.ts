import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Where Linux tells of batteries and chargers, each in a folder. */
const LINUX_SUPPLIES = '/sys/class/power_supply';
/** A program that does not answer knows nothing. */
const PATIENCE_MS = 5000;

/** How the system is asked; replaced in tests. */
export interface PowerSystem {
  readonly platform: string;
  /** Where Linux tells of batteries and chargers. */
  readonly supplies: string;
  /** Runs a program of the system without a shell; its standard output. Rejects when there is none, or it is late. */
  readonly run: (program: string, args: readonly string[]) => Promise<string>;
}

/** This machine. */
export const THIS_MACHINE: PowerSystem = {
  platform: process.platform,
  supplies: LINUX_SUPPLIES,
  run: (program, args) =>
    new Promise((resolve, reject) => {
      execFile(program, [...args], { timeout: PATIENCE_MS, windowsHide: true }, (error, told) => {
        if (error === null) {
          resolve(told);
        } else {
          reject(new Error(error.message));
        }
      });
    }),
};

/** Whether the machine runs on its battery. What can't be found out counts as mains. */
export async function isOnBattery(system: PowerSystem = THIS_MACHINE): Promise<boolean> {
  try {
    return (await BY_PLATFORM[system.platform]?.(system)) ?? false;
  } catch {
    return false;
  }
}

const BY_PLATFORM: Readonly<Record<string, (system: PowerSystem) => Promise<boolean>>> = {
  linux: onLinux,
  darwin: async (system) => {
    const told = await system.run('/usr/bin/pmset', ['-g', 'batt']);
    return told.includes("drawing from 'Battery Power'");
  },
  win32: async (system) => {
    const query = '(Get-CimInstance -Namespace root/wmi -ClassName BatteryStatus).PowerOnline';
    const told = await system.run('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', query]);
    return told.trim().toLowerCase() === 'false';
  },
};

/** A charger that is connected outweighs every battery; those of mice and headsets say that they are theirs alone. */
async function onLinux({ supplies }: PowerSystem): Promise<boolean> {
  const readings = await Promise.all(
    (await readdir(supplies)).map(async (name) => {
      const read = async (file: string): Promise<string> =>
        (await readFile(path.join(supplies, name, file), 'utf8').catch(() => '')).trim();
      const [type, online, status, scope] = await Promise.all(
        ['type', 'online', 'status', 'scope'].map(read),
      );
      return { isCharging: type !== 'Battery' && online === '1', type, status, scope };
    }),
  );
  const discharges = readings.some(
    ({ type, status, scope }) => type === 'Battery' && status === 'Discharging' && scope !== 'Device',
  );
  return discharges && !readings.some(({ isCharging }) => isCharging);
}
