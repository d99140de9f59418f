import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { type ConversationFiles } from '../core/chat/conversationStore.ts';

/** Not listed: what was set aside, and what a write that was killed has left. */
const ASIDE = '.torn';
const TEMPORARY = '.tmp';

/** Conversations as files of a folder, which is made with the first of them. */
export class ConversationFolder implements ConversationFiles {
  constructor(private readonly folder: string) {}

  async list(): Promise<readonly string[]> {
    const names = await readdir(this.folder).catch(absentAs<string[]>([]));
    return names.filter((name) => !name.endsWith(ASIDE) && !name.endsWith(TEMPORARY));
  }

  async read(name: string): Promise<string | undefined> {
    return readFile(path.join(this.folder, name), 'utf8').catch(absentAs(undefined));
  }

  async write(name: string, text: string): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const temporary = path.join(this.folder, `${name}.${randomUUID()}${TEMPORARY}`);
    try {
      const file = await open(temporary, 'w', 0o600);
      try {
        await file.writeFile(text);
        // Else a machine that loses its power may keep the new name without the text.
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, path.join(this.folder, name));
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  async delete(name: string): Promise<void> {
    await rm(path.join(this.folder, name), { force: true });
  }

  async setAside(name: string): Promise<void> {
    await rename(path.join(this.folder, name), path.join(this.folder, `${name}.${randomUUID()}${ASIDE}`));
  }
}

function absentAs<T>(value: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === 'ENOENT') {
      return value;
    }
    throw error;
  };
}
