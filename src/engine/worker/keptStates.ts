import { createHmac } from 'node:crypto';
import { chmod, lstat, mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { commonLength } from '../../core/commonLength.ts';
import { type TokenId } from './nativeRuntime.ts';
import { entryOf, sealedEntryOf, sealState, type StateEntry } from './stateFile.ts';

const NAME = /^[0-9a-f]{64}\.kv$/u;
/** What is being written: under its name only when whole. */
const PART = /^[0-9a-f]{64}\.\d+-\d+\.part$/u;
/** Another engine of the same workspace may be writing one that is younger. */
const LEFT_BEHIND_MS = 60_000;
/** One state may have so much of the budget: a single one that drives all others out spares little. */
const LARGEST_SHARE = 0.5;

export interface KeptStatesOptions {
  /** Of nothing else; made for the user alone. */
  readonly folder: string;
  readonly budgetBytes: number;
  /** Of this installation: what it did not seal is never read by native code. */
  readonly key: Buffer;
}

/** What a state is kept as: of one document the newest alone. */
export interface StateName {
  readonly identity: string;
  readonly group: string;
}

interface Kept extends StateEntry {
  readonly bytes: number;
  /** By which the oldest is told. */
  readonly usedAt: number;
}

/**
 * The states of the documents read last, as files within a budget. Whatever goes wrong costs a reading anew and nothing
 * else: no method throws, and where nothing can be written that is logged once and not tried again.
 */
export class KeptStates {
  #index: Promise<Map<string, Kept>> | undefined;
  #isWritable = true;
  /** Raised when everything is forgotten: what is being written then is not kept. */
  #epoch = 0;
  #parts = 0;

  constructor(
    private readonly options: KeptStatesOptions,
    private readonly log: (message: string) => void,
  ) {}

  /** Bytes that one state may have. */
  get largestBytes(): number {
    return this.options.budgetBytes * LARGEST_SHARE;
  }

  /** Whether saving is still tried. */
  get isWritable(): boolean {
    return this.#isWritable;
  }

  /** What was kept under a name last; empty where nothing was. */
  async tokensOf(name: StateName): Promise<readonly TokenId[]> {
    return (await this.#kept()).get(this.#fileName(name))?.tokens ?? [];
  }

  /**
   * Hands the file to `load` whose tokens begin most like these, if `least` or more are the same and its seal is right.
   * One that is not as it was written, or that can't be loaded, is removed.
   */
  async recall(
    identity: string,
    tokens: readonly TokenId[],
    least: number,
    load: (file: string) => Promise<void>,
  ): Promise<void> {
    const index = await this.#kept();
    const name = closest(index, identity, tokens, least);
    if (name === undefined) {
      return;
    }
    const file = path.join(this.options.folder, name);
    try {
      const sealed = await sealedEntryOf(file, this.options.key);
      if (sealed.identity !== identity || commonLength(sealed.tokens, tokens) < least) {
        throw new Error('it is another file by now');
      }
      await load(file);
    } catch (error) {
      index.delete(name);
      await this.#discard(file, error);
      return;
    }
    const now = new Date();
    const kept = index.get(name);
    if (kept !== undefined) {
      index.set(name, { ...kept, usedAt: now.getTime() });
    }
    await utimes(file, now, now).catch(() => undefined); // only the order of removal depends on it
  }

  /** Keeps what `write` puts into a file; it returns the tokens of that, or undefined where there is nothing to keep. */
  async save(
    name: StateName,
    write: (file: string) => Promise<readonly TokenId[] | undefined>,
  ): Promise<void> {
    if (!this.#isWritable) {
      return;
    }
    const epoch = this.#epoch;
    const final = this.#fileName(name);
    const part = path.join(
      this.options.folder,
      final.replace(/kv$/u, `${process.pid}-${++this.#parts}.part`),
    );
    try {
      await this.#makeFolder();
      // Made before llama.cpp opens it, which leaves a file's permissions as they are.
      await (await open(part, 'wx', 0o600)).close();
      const tokens = await write(part);
      if (tokens !== undefined) {
        const entry = { identity: name.identity, tokens };
        await sealState(part, entry, this.options.key);
        await this.#keep(part, final, entry, () => epoch !== this.#epoch);
      }
    } catch (error) {
      // Only if nobody has removed the folder meanwhile, which is no reason to stop.
      if (epoch === this.#epoch) {
        this.#isWritable = false;
        this.log(`What was read is no longer kept on the disk: ${String(error)}`);
      }
    } finally {
      await rm(part, { force: true }).catch(() => undefined);
    }
  }

  /** Removes every state, also one that is being written. */
  async forget(): Promise<void> {
    this.#epoch++;
    this.#index = Promise.resolve(new Map());
    for (const name of await namesIn(this.options.folder)) {
      if (NAME.test(name) || PART.test(name)) {
        await this.#remove(name);
      }
    }
  }

  async #keep(part: string, name: string, entry: StateEntry, isForgotten: () => boolean): Promise<void> {
    const index = await this.#kept();
    const { size } = await stat(part);
    if (size > this.largestBytes) {
      return;
    }
    const others = [...index].filter(([other]) => other !== name);
    let sum = size + others.reduce((bytes, [, kept]) => bytes + kept.bytes, 0);
    for (const [other, { bytes }] of others.sort(([, a], [, b]) => a.usedAt - b.usedAt)) {
      if (sum <= this.options.budgetBytes) {
        break;
      }
      sum -= bytes;
      index.delete(other);
      await this.#remove(other);
    }
    if (!isForgotten()) {
      await rename(part, path.join(this.options.folder, name));
      index.set(name, { ...entry, bytes: size, usedAt: Date.now() });
    }
    if (isForgotten()) {
      // It was being renamed while the others were removed.
      await this.#remove(name);
    }
  }

  /** Nobody else may list what is in it, nor stand in its place. */
  async #makeFolder(): Promise<void> {
    const { folder } = this.options;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if (!(await lstat(folder)).isDirectory()) {
      throw new Error(`${folder} is no folder`);
    }
    await chmod(folder, 0o700);
  }

  #kept(): Promise<Map<string, Kept>> {
    this.#index ??= this.#scan();
    return this.#index;
  }

  /** Looks at every file's entry; one that has none, and what an engine that was killed has left, is removed. */
  async #scan(): Promise<Map<string, Kept>> {
    const index = new Map<string, Kept>();
    for (const name of await namesIn(this.options.folder)) {
      const file = path.join(this.options.folder, name);
      if (PART.test(name)) {
        const age = Date.now() - ((await stat(file).catch(() => undefined))?.mtimeMs ?? 0);
        await (age > LEFT_BEHIND_MS ? this.#remove(name) : undefined);
      } else if (NAME.test(name)) {
        try {
          const { size, mtimeMs } = await stat(file);
          index.set(name, { ...(await entryOf(file)), bytes: size, usedAt: mtimeMs });
        } catch (error) {
          await this.#discard(file, error);
        }
      }
    }
    return index;
  }

  /** Says nothing of a document on the disk, not even by its name. */
  #fileName({ identity, group }: StateName): string {
    const name = createHmac('sha256', this.options.key).update(JSON.stringify([identity, group]));
    return `${name.digest('hex')}.kv`;
  }

  async #discard(file: string, reason: unknown): Promise<void> {
    this.log(`What was kept as ${path.basename(file)} is not used: ${String(reason)}`);
    await rm(file, { force: true }).catch(() => undefined);
  }

  async #remove(name: string): Promise<void> {
    await rm(path.join(this.options.folder, name), { force: true }).catch(() => undefined);
  }
}

/** Files alone: no link is followed. */
async function namesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

function closest(
  index: ReadonlyMap<string, Kept>,
  identity: string,
  tokens: readonly TokenId[],
  least: number,
): string | undefined {
  let most = least - 1;
  let found: string | undefined;
  for (const [name, kept] of index) {
    const common = kept.identity === identity ? commonLength(kept.tokens, tokens) : 0;
    if (common > most) {
      most = common;
      found = name;
    }
  }
  return found;
}
