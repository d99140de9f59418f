import { existsSync } from 'node:fs';
import { type Backend } from './protocol.ts';

/** Where Linux shows what a back end computes on; the last one is the Windows host's GPU inside WSL. */
const LINUX_DEVICES: Partial<Record<Backend, readonly string[]>> = {
  cuda: ['/dev/nvidiactl', '/dev/dxg'],
  vulkan: ['/dev/dri', '/dev/nvidiactl', '/dev/dxg'],
};

/** Names a device by hand, even one that is computed in software. */
const VULKAN_CHOICE = 'GGML_VK_VISIBLE_DEVICES';

/**
 * Why a back end need not be tried: there is no device for it. Undefined when there may be one.
 *
 * Trying costs a second, which a machine without a GPU would pay before its first suggestion. Nothing is remembered:
 * the look is cheap, and a device may come.
 */
export function deviceAbsence(
  backend: Backend,
  env: Readonly<Record<string, string | undefined>>,
  platform: string = process.platform,
  exists: (path: string) => boolean = existsSync,
): string | undefined {
  const devices = platform === 'linux' ? LINUX_DEVICES[backend] : undefined;
  if (devices === undefined || (backend === 'vulkan' && env[VULKAN_CHOICE] !== undefined)) {
    return undefined;
  }
  return devices.some((device) => exists(device)) ? undefined : 'this machine shows no device for it';
}
