/** Why git did not answer: what the user can do differs. */
export type GitErrorCode =
  /** There is no such program. */
  | 'noGit'
  | 'noRepository'
  /** Nothing was committed yet. */
  | 'noCommits'
  /** Anything else: what git says of it is the message. */
  | 'failed';

/** An error of git, with what it said in one line. */
export class GitError extends Error {
  override readonly name = 'GitError';

  constructor(
    readonly code: GitErrorCode,
    message: string,
  ) {
    super(message);
  }
}
