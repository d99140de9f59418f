import { execFile } from 'node:child_process';
import { GitError, type GitErrorCode } from './gitError.ts';

/**
 * Nothing that a repository's own configuration or attributes name is run: no hook, monitor, pager, filter, text
 * conversion, external diff or signature check, and nothing is fetched. Only plumbing is called, which knows no alias.
 */
const HARMLESS = [
  ...['core.hooksPath=/dev/null', 'core.fsmonitor=false', 'core.attributesFile=/dev/null'],
  ...['core.pager=cat', 'diff.external=', 'protocol.allow=never', 'submodule.recurse=false'],
].flatMap((setting) => ['-c', setting]);
const GLOBAL = ['--no-pager', '--no-optional-locks', '--no-replace-objects', '--literal-pathspecs'];

const TIMEOUT_MS = 30_000;
const MAX_OUTPUT_BYTES = 32 * 1024 * 1024;

export interface GitOptions {
  /** The program; the one that is found without it. */
  readonly git?: string | undefined;
  /** Whether the user's own configuration counts, which says which folders of other owners may be read. */
  readonly readsUserSettings?: boolean | undefined;
  /** Ends what git is doing. */
  readonly signal?: AbortSignal | undefined;
}

/** Runs git in a folder, which need not be trusted, and returns what it writes. Throws a GitError, or the signal's abort. */
export function runGit(
  folder: string,
  args: readonly string[],
  { git = 'git', readsUserSettings = false, signal }: GitOptions = {},
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      git,
      [...HARMLESS, ...GLOBAL, '-C', folder, ...args],
      {
        env: environment(readsUserSettings),
        timeout: TIMEOUT_MS,
        maxBuffer: MAX_OUTPUT_BYTES,
        encoding: 'buffer',
        windowsHide: true,
        signal,
      },
      (error, stdout, stderr) => {
        if (error === null) {
          resolve(stdout);
        } else if (signal?.aborted === true) {
          reject(signal.reason as Error);
        } else {
          const said = stderr.toString('utf8').trim().split('\n')[0] ?? '';
          const message = `git ${args[0] ?? ''} in ${folder}: ${said === '' ? error.message : said}`;
          reject(new GitError(codeOf(error.code, said), message));
        }
      },
    );
    // It has nothing to read.
    child.stdin?.end();
  });
}

/** Git's sentences are in English here: see the environment. */
function codeOf(code: unknown, said: string): GitErrorCode {
  if (code === 'ENOENT' || code === 'EACCES') {
    return 'noGit';
  }
  if (/not a git repository|cannot change to/iu.test(said)) {
    return 'noRepository';
  }
  return /(?:ambiguous argument|bad revision) 'HEAD'/u.test(said) ? 'noCommits' : 'failed';
}

/** Without what would lead git elsewhere, such as `GIT_DIR`, and without the system's configuration. */
function environment(readsUserSettings: boolean): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  return {
    ...Object.fromEntries(own),
    GIT_CONFIG_NOSYSTEM: '1',
    ...(readsUserSettings ? {} : { GIT_CONFIG_GLOBAL: '/dev/null' }),
    GIT_ATTR_NOSYSTEM: '1',
    GIT_NO_LAZY_FETCH: '1',
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C',
    // On Windows, a git.exe that lies in the folder is not the one meant.
    NoDefaultCurrentDirectoryInExePath: '1',
  };
}
