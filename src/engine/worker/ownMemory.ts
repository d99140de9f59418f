import { type DeviceMemory } from '../protocol.ts';

/** Memory that a library reports of all its devices, in bytes; `unifiedSize` of the total is the processor’s as well. */
export interface ReportedMemory {
  readonly total: number;
  readonly free: number;
  readonly unifiedSize: number;
}

/**
 * What is the devices’ own. Undefined where anything is shared, since nobody tells how much of what is free then is whose:
 * the machine’s memory decides there. Undefined too for figures that cannot be.
 */
export function ownMemory(reported: ReportedMemory | undefined): DeviceMemory | undefined {
  if (reported === undefined || reported.unifiedSize > 0) {
    return undefined;
  }
  const { total, free } = reported;
  const isSound = Number.isFinite(total) && Number.isFinite(free) && total > 0 && free >= 0;
  return isSound ? { total, free: Math.min(free, total) } : undefined;
}
