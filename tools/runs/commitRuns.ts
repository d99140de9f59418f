import { execFileSync } from 'node:child_process';
import { type ChatEngine } from '../../src/core/chat/chatEngine.ts';
import { COMMIT_LIMITS, commitContext } from '../../src/core/chat/edits/commitContext.ts';
import { commitMessage } from '../../src/core/chat/edits/commitMessage.ts';
import { parseDiff } from '../../src/core/chat/edits/stagedDiff.ts';
import { askedRun } from './askedRun.ts';
import { type CommandRuns, type Run } from './report.ts';

const MAX_SUBJECT_CHARACTERS = 72;
const MAX_DIFF_BYTES = 1 << 26;

/** Writes a message for each of the last commits that are no merges, from its diff alone. */
export async function commitRuns(
  engine: ChatEngine,
  repository: string,
  count: number,
): Promise<CommandRuns> {
  const runs: Run[] = [];
  const commits = git(repository, 'log', '--no-merges', `--max-count=${count}`, '--format=%h %s').trim();
  for (const commit of commits.split('\n')) {
    const [hash = '', ...subject] = commit.split(' ');
    const diff = git(repository, 'show', '--format=', '--no-color', hash);
    const { question, items } = commitContext(parseDiff(diff), () => false);
    const asked = { id: `commit ${hash}`, question, context: items, ...COMMIT_LIMITS };
    runs.push(
      await askedRun(engine, asked, ({ text, isCut }) => {
        const whole = commitMessage(text);
        const message = isCut ? (whole.split('\n')[0] ?? '') : whole;
        return { outcome: outcomeOf(message), text: `${message}\n\n(the author: ${subject.join(' ')})` };
      }),
    );
  }
  return { command: 'commit message', runs };
}

function outcomeOf(message: string): string {
  const [subject = ''] = message.split('\n');
  if (subject === '') {
    return 'no message';
  }
  return subject.length <= MAX_SUBJECT_CHARACTERS && !subject.endsWith('…')
    ? 'a message'
    : 'a subject that was cut';
}

function git(folder: string, ...args: readonly string[]): string {
  return execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', maxBuffer: MAX_DIFF_BYTES });
}
