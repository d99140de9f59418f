import * as vscode from 'vscode';
import { EngineError } from '../../engine/engineError.ts';
import { GitError } from '../../history/gitError.ts';
import { describeError } from '../describe.ts';

/** Why commits of a folder can't be typed, and what to do, as one or two sentences. */
export function describeReplayError(error: unknown, folder: string): string {
  if (error instanceof GitError) {
    return describeGitError(error, folder);
  }
  if (error instanceof EngineError) {
    return describeError(error);
  }
  return error instanceof Error ? error.message : String(error);
}

function describeGitError({ code, message }: GitError, folder: string): string {
  switch (code) {
    case 'noGit':
      return vscode.l10n.t('Git was not found. Install it, or say in “git.path” where it is.');
    case 'noRepository':
      return vscode.l10n.t('{0} is not in a git repository. Open a folder that is.', folder);
    case 'noCommits':
      return vscode.l10n.t('Nothing was committed yet in {0}. Commit something first.', folder);
    case 'failed':
      return vscode.l10n.t('Git can’t read the history of {0}: {1}', folder, message);
  }
}
