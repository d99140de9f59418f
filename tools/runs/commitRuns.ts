import { execFileSync } from 'node:child_process';
import { askForCommit, type CommitReply } from '../../src/core/chat/edits/askForCommit.ts';
import { type ChatEngine } from '../../src/core/chat/chatEngine.ts';
import { COMMIT_LIMITS, commitContext } from '../../src/core/chat/edits/commitContext.ts';
import { parseDiff } from '../../src/core/chat/edits/stagedDiff.ts';
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
    const asked = {
      id: `commit ${hash}`,
      question,
      context: items,
      preferredFormat: undefined,
      ...COMMIT_LIMITS,
    };
    const startedAt = performance.now();
    const reply = await askForCommit(engine, asked, new AbortController().signal);
    runs.push({
      id: asked.id,
      outcome: outcomeOf(reply),
      seconds: (performance.now() - startedAt) / 1000,
      text: `${'message' in reply ? reply.message : ''}\n\n(the author: ${subject.join(' ')})`,
    });
  }
  return { command: 'commit message', runs };
}

function outcomeOf(reply: CommitReply): string {
  if (reply.kind !== 'answered') {
    return reply.kind === 'noMessage' ? 'no message' : `refused: ${reply.kind}`;
  }
  const [subject = ''] = reply.message.split('\n');
  const isWhole = subject.length <= MAX_SUBJECT_CHARACTERS && !subject.endsWith('…');
  return isWhole ? 'a message' : 'a subject that was cut';
}

function git(folder: string, ...args: readonly string[]): string {
  return execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', maxBuffer: MAX_DIFF_BYTES });
}
