/** Finds files by a part of their path, as someone types it. */
export interface FileQuery {
  /** For the editor's search: no more than needed, for a folder may hold a million files. */
  readonly glob: string;
  /** Folders that nobody means unless they name them; empty when they do. */
  readonly excludeGlob: string;
  readonly matches: (path: string) => boolean;
  /** Negative when the first path is the better one. */
  readonly compare: (first: string, second: string) => number;
}

/** Folders of what others wrote or machines made. */
const SELDOM_MEANT = ['node_modules', '.git', 'bower_components', '.venv', '__pycache__'];

/** @param query compared without regard to case; it may hold slashes */
export function fileQuery(query: string): FileQuery {
  const wanted = query.trim().toLowerCase().replaceAll('\\', '/');
  const excluded = SELDOM_MEANT.filter((folder) => !wanted.includes(folder));
  return {
    glob: globOf(wanted),
    excludeGlob: excluded.length === SELDOM_MEANT.length ? `**/{${excluded.join(',')}}/**` : '',
    matches: (path) => path.toLowerCase().includes(wanted),
    compare: (first, second) =>
      rank(first, wanted) - rank(second, wanted) ||
      depth(first) - depth(second) ||
      first.localeCompare(second),
  };
}

function globOf(wanted: string): string {
  if (wanted === '') {
    return '**/*';
  }
  // Slashes are left to `matches`: the last part is a file's name, or a folder's.
  const last = wanted.split('/').findLast((part) => part !== '') ?? '';
  const name = `*${last.replaceAll(/./gsu, eitherCase)}*`;
  return `{**/${name},**/${name}/**}`;
}

/** Globs heed case; signs with a meaning in a glob become any character, and `matches` looks again. */
function eitherCase(character: string): string {
  if (!/^[\p{L}\p{N}_-]$/u.test(character)) {
    return '?';
  }
  const [lower, upper] = [character.toLowerCase(), character.toUpperCase()];
  return lower === upper || upper.length !== lower.length ? character : `[${lower}${upper}]`;
}

/** Names that begin with what was typed come first, then names that hold it, then paths. */
function rank(path: string, wanted: string): number {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  return name.startsWith(wanted) ? 0 : name.includes(wanted) ? 1 : 2;
}

function depth(path: string): number {
  return path.split('/').length;
}
