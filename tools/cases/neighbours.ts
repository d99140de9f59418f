import path from 'node:path';
import { type HeldoutDocument } from '../eval/heldout.ts';

const MAX_FILES = 4;
const MAX_FILE_CHARACTERS = 8000;

/** The files of a package that lie nearest to a document: those that its author is likely to have open. */
export function neighboursOf(
  document: HeldoutDocument,
  inPackage: readonly HeldoutDocument[],
): { path: string; text: string }[] {
  return inPackage
    .filter((other) => other !== document && other.text.length <= MAX_FILE_CHARACTERS)
    .map((other) => ({ other, distance: distance(document.path, other.path) }))
    .sort((a, b) => a.distance - b.distance || (a.other.path < b.other.path ? -1 : 1))
    .slice(0, MAX_FILES)
    .map(({ other }) => ({ path: other.path, text: other.text }));
}

/** How many folders lie between two files. */
function distance(from: string, to: string): number {
  const relative = path.posix.relative(path.posix.dirname(from), path.posix.dirname(to));
  return relative === '' ? 0 : relative.split('/').length;
}
