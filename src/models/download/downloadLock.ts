import { randomUUID } from 'node:crypto';
import { link, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import { DownloadError } from './downloadError.ts';

const BEAT_MS = 10_000;
/** A lock that nobody has touched for so long is nobody's: its process id was given to another, or its machine is off. */
const STALE_MS = 60_000;

const OWNER = v.object({ id: v.string(), pid: v.pipe(v.number(), v.integer()), machine: v.string() });
type Owner = v.InferOutput<typeof OWNER>;

/** The name of the lock of a file that is being fetched. */
export const lockPath = (file: string): string => `${file}.lock`;

/** Lets one window at a time fetch a file: a file beside it names the process that does. */
export class DownloadLock {
  readonly #lost = new AbortController();
  readonly #beat: NodeJS.Timeout;

  private constructor(
    private readonly file: string,
    private readonly id: string,
  ) {
    this.#beat = setInterval(() => void this.#touch(), BEAT_MS).unref();
  }

  /** Rejects with `busy` while another holds it, or with the system's error. */
  static async take(file: string): Promise<DownloadLock> {
    const owner: Owner = { id: randomUUID(), pid: process.pid, machine: os.hostname() };
    if (!(await create(lockPath(file), owner))) {
      await removeStale(file);
      if (!(await create(lockPath(file), owner))) {
        throw busy(file);
      }
    }
    return new DownloadLock(file, owner.id);
  }

  /** Aborts when another window has taken it, as it may when this machine slept. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  async release(): Promise<void> {
    clearInterval(this.#beat);
    if ((await readOwner(lockPath(this.file)))?.id === this.id) {
      await rm(lockPath(this.file), { force: true });
    }
  }

  async #touch(): Promise<void> {
    if ((await readOwner(lockPath(this.file)))?.id !== this.id) {
      clearInterval(this.#beat);
      this.#lost.abort(busy(this.file));
      return;
    }
    const now = new Date();
    await utimes(lockPath(this.file), now, now).catch(() => undefined); // The next beat tries again.
  }
}

function busy(file: string): DownloadError {
  return new DownloadError('busy', { name: path.basename(file) });
}

/** False when there is one already. */
async function create(lock: string, owner: Owner): Promise<boolean> {
  try {
    const handle = await open(lock, 'wx');
    try {
      await handle.writeFile(JSON.stringify(owner));
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      return false;
    }
    throw error;
  }
}

/** Does nothing to the lock of a process that lives. */
async function removeStale(file: string): Promise<void> {
  const lock = lockPath(file);
  const owner = await readOwner(lock);
  const age = await stat(lock).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  const isDead = owner?.machine === os.hostname() && !isAlive(owner.pid);
  if (!isDead && age <= STALE_MS) {
    return;
  }
  // Moved before it is removed: two windows may have found it stale, and the slower one must not remove the lock that
  // the quicker one has made since.
  const moved = `${lock}.${randomUUID()}`;
  try {
    await rename(lock, moved);
  } catch {
    return; // The other one was quicker.
  }
  if ((await readOwner(moved))?.id !== owner?.id) {
    await link(moved, lock).catch(() => undefined); // Gone meanwhile, or made anew: its owner notices at its next beat.
  }
  await rm(moved, { force: true });
}

/** Undefined for a lock that is gone, or that is being written. */
async function readOwner(lock: string): Promise<Owner | undefined> {
  try {
    const owner = v.safeParse(OWNER, JSON.parse(await readFile(lock, 'utf8')));
    return owner.success ? owner.output : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It lives, and belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
