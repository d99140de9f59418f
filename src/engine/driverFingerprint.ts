import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Backend } from './protocol.ts';

/** Files whose change means another driver; a folder stands for the files in it. */
const DRIVER_FILES: Readonly<Record<string, Partial<Record<Backend, readonly string[]>>>> = {
  linux: {
    cuda: ['/proc/driver/nvidia/version'],
    vulkan: ['/usr/share/vulkan/icd.d', '/etc/vulkan/icd.d', '/proc/driver/nvidia/version'],
  },
  win32: {
    cuda: ['nvcuda.dll'],
    vulkan: ['vulkan-1.dll', 'nvoglv64.dll', 'amdvlk64.dll', 'igvk64.dll'],
  },
};

/** A short text that changes with the back end's driver, the system's kernel or the extension. */
export function driverFingerprint(backend: Backend, extensionVersion: string): string {
  const system32 = path.join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32');
  const files = DRIVER_FILES[process.platform]?.[backend] ?? [];
  const facts = files.map((file) => describe(path.isAbsolute(file) ? file : path.join(system32, file)));
  return createHash('sha256')
    .update(JSON.stringify([backend, extensionVersion, os.release(), facts]))
    .digest('hex')
    .slice(0, 16);
}

function describe(file: string): string {
  try {
    const stat = statSync(file);
    if (stat.isDirectory()) {
      return readdirSync(file)
        .map((name) => describe(path.join(file, name)))
        .join();
    }
    // Files under /proc have neither size nor a meaningful time; what they say is what counts.
    return file.startsWith('/proc/') ? readFileSync(file, 'utf8') : `${file} ${stat.size} ${stat.mtimeMs}`;
  } catch {
    return 'absent';
  }
}
