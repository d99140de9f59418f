import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import { rememberingRules } from './settings.ts';

/** A repository with more has others read with them all the same: a change of these is then not noticed. */
const MOST_FILES = 500;

/**
 * A digest of all that decides which files are hidden and whether what was read of the others is kept: the settings, and
 * every `.gitignore` in the workspace and above it. Where it is another one, what is kept may hold what is hidden now.
 */
export async function readingRules(): Promise<string> {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
  const inside = await vscode.workspace.findFiles('**/.gitignore', '**/node_modules/**', MOST_FILES);
  const above = folders.flatMap(parentsOf).map((folder) => vscode.Uri.joinPath(folder, '.gitignore'));
  const files = new Map([...inside, ...above].map((uri) => [uri.toString(), uri]));
  const hash = createHash('sha256').update(rememberingRules());
  for (const [name, uri] of [...files].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const text = await vscode.workspace.fs.readFile(uri).then(
      (bytes) => bytes,
      () => undefined,
    );
    if (text !== undefined) {
      hash.update(`\0${name}\0`).update(text);
    }
  }
  return hash.digest('hex');
}

function parentsOf(folder: vscode.Uri): vscode.Uri[] {
  const parent = vscode.Uri.joinPath(folder, '..');
  return parent.path === folder.path ? [] : [parent, ...parentsOf(parent)];
}
