import { type MemoryNeed } from './memoryNeed.ts';

/** Memory of one kind, in bytes. */
export interface MemoryPool {
  readonly total: number;
  readonly free: number;
}

/** Where models are to run. */
export interface Machine {
  readonly memory: MemoryPool;
  /** Memory of a GPU’s own (CUDA, Vulkan on a card); absent where it shares the machine’s (CPU, Metal, integrated GPUs). */
  readonly device?: MemoryPool;
}

/**
 * `fits`: there is room now. `tight`: it fits when other programs make room. `tooLarge`: it does not fit beside the
 * system and the editor, whatever is closed.
 */
export type Fit = 'fits' | 'tight' | 'tooLarge';

/** A fit, and what it was judged by. */
export interface FitVerdict {
  readonly fit: Fit;
  /** Which memory decides. */
  readonly limitedBy: 'memory' | 'device';
  /** Bytes needed of it. */
  readonly needed: number;
  readonly pool: MemoryPool;
}

/** The engine’s process without a model, its back end loaded: 73 MB were measured on Linux. */
export const ENGINE_BYTES = 75e6;
/** Of what is free: the rest is for what other programs ask for next. */
const FREE_SHARE = 0.9;
/** Of all memory: the rest is the system’s and the editor’s, or the screen’s on a GPU. */
const TOTAL_SHARE = 0.75;

/** Judges whether a model fits a machine; with a GPU that has its own memory, the scarcer of the two decides. */
export function fitOf({ estimate, embedding }: MemoryNeed, { memory, device }: Machine): FitVerdict {
  if (device === undefined) {
    return judge('memory', estimate.total + ENGINE_BYTES, memory);
  }
  const onDevice = judge('device', estimate.total, device);
  const onHost = judge('memory', embedding + ENGINE_BYTES, memory);
  return RANK[onHost.fit] > RANK[onDevice.fit] ? onHost : onDevice;
}

const RANK: Readonly<Record<Fit, number>> = { fits: 0, tight: 1, tooLarge: 2 };

function judge(limitedBy: FitVerdict['limitedBy'], needed: number, pool: MemoryPool): FitVerdict {
  const isRoom = needed <= pool.free * FREE_SHARE;
  const isPossible = needed <= pool.total * TOTAL_SHARE;
  return { fit: !isPossible ? 'tooLarge' : isRoom ? 'fits' : 'tight', limitedBy, needed, pool };
}
