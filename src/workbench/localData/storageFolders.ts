import { readdir } from 'node:fs/promises';
import path from 'node:path';

/** Where VS Code lets the extension keep files. */
export interface StorageFolders {
  /** For all windows. */
  readonly globalFolder: string;
  /** For the workspace; undefined in a window without one. */
  readonly workspaceFolder: string | undefined;
}

const CONVERSATIONS = 'conversations';
/** What engines have read of the files of a workspace lies here, in its folder. */
export const READING = 'reading';

/** Where this window's conversations lie. */
export function ownConversations(folders: StorageFolders): string {
  return own(folders, CONVERSATIONS);
}

/** Where those of other workspaces lie, and those of windows without one. */
export async function otherConversations(folders: StorageFolders): Promise<readonly string[]> {
  return others(folders, CONVERSATIONS);
}

/** Where what was read lies, of this workspace and of others. */
export async function readingFolders(folders: StorageFolders): Promise<readonly string[]> {
  return [own(folders, READING), ...(await others(folders, READING))];
}

function own({ globalFolder, workspaceFolder }: StorageFolders, name: string): string {
  return path.join(workspaceFolder ?? globalFolder, name);
}

/**
 * VS Code has a folder for each workspace, and in it one for each extension; only this extension's own is looked into, and
 * none where things lie otherwise.
 */
async function others(folders: StorageFolders, name: string): Promise<readonly string[]> {
  const { globalFolder, workspaceFolder } = folders;
  const extension = path.basename(workspaceFolder ?? globalFolder);
  const found = new Set([path.join(globalFolder, name)]);
  for (const storage of workspaceStorages(folders)) {
    for (const workspace of await readdir(storage).catch(() => [])) {
      found.add(path.join(storage, workspace, extension, name));
    }
  }
  found.delete(own(folders, name));
  return [...found];
}

/** The folder of all workspaces' folders, by where this one's is, else beside that for all windows. */
function workspaceStorages({ globalFolder, workspaceFolder }: StorageFolders): readonly string[] {
  const name = 'workspaceStorage';
  if (workspaceFolder !== undefined) {
    const storage = path.dirname(path.dirname(workspaceFolder));
    return path.basename(storage) === name ? [storage] : [];
  }
  const storage = path.dirname(globalFolder);
  if (path.basename(storage) !== 'globalStorage') {
    return [];
  }
  const user = path.dirname(storage);
  // A profile has a folder for all windows of its own, two levels further down.
  const isProfile = path.basename(path.dirname(user)) === 'profiles';
  return [path.join(isProfile ? path.dirname(path.dirname(user)) : user, name)];
}
