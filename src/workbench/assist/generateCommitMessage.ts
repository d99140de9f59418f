import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { askForCommit, type CommitReply } from '../../core/chat/edits/askForCommit.ts';
import { COMMIT_LIMITS } from '../../core/chat/edits/commitContext.ts';
import { toAbortSignal } from '../../provider/toAbortSignal.ts';
import { describeCut } from '../chat/describeCut.ts';
import { type AssistServices } from './assistServices.ts';
import { type GitRepository } from './gitExtension.ts';
import { describeSecrets, findRepository, readStaged, type NothingStaged } from './stagedChanges.ts';
import { tell } from './tell.ts';
import { tellFailure } from './tellFailure.ts';

/** Writes the message of what is staged into the box of the source-control view. */
export async function generateCommitMessage(
  services: AssistServices,
  sourceControl: unknown,
  name: string,
): Promise<void> {
  const found = await findRepository(sourceControl);
  if (found.kind !== 'found') {
    if (found.kind === 'nothing') {
      tell(found.message);
    }
    return;
  }
  const { repository } = found;
  const before = repository.inputBox.value;
  const done = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `OpenELM: ${name}`, cancellable: true },
    (_progress, token) => write(services, repository, token),
  );
  if (done.kind === 'nothing') {
    tell(done.message);
  } else if (done.reply.kind === 'answered') {
    await take(repository, before, { ...done, reply: done.reply });
  } else if (done.reply.kind === 'noMessage') {
    await tellTooSmall();
  } else {
    await tellFailure(done.reply, name, () => void generateCommitMessage(services, sourceControl, name));
  }
}

type Written =
  | NothingStaged
  | { readonly kind: 'asked'; readonly reply: CommitReply; readonly secrets: readonly string[] };

async function write(
  { engine, exclusions, preferredFormat }: AssistServices,
  repository: GitRepository,
  token: vscode.CancellationToken,
): Promise<Written> {
  const staged = await readStaged(repository, exclusions);
  if (staged.kind === 'nothing') {
    return staged;
  }
  const { question, items, secrets } = staged.context;
  const cancelled = toAbortSignal(token);
  try {
    const id = `commit ${randomUUID()}`;
    const asked = {
      id,
      question,
      context: items,
      preferredFormat: preferredFormat(),
      ...COMMIT_LIMITS,
    };
    return { kind: 'asked', reply: await askForCommit(engine, asked, cancelled.signal), secrets };
  } finally {
    cancelled.dispose();
  }
}

interface Answered {
  readonly reply: Extract<CommitReply, { readonly kind: 'answered' }>;
  readonly secrets: readonly string[];
}

/** Puts the message into the box; asks before it takes the place of what stands there. */
async function take(
  { inputBox }: GitRepository,
  before: string,
  { reply, secrets }: Answered,
): Promise<void> {
  const { message } = reply;
  if (inputBox.value.trim() !== '' && !(await mayReplace(inputBox.value !== before))) {
    return;
  }
  inputBox.value = message;
  const left = [
    ...reply.cuts.map(describeCut),
    reply.isCut ? describeCutMessage(reply.isRepeating) : [],
    describeSecrets(secrets) ?? [],
  ].flat();
  if (left.length > 0) {
    tell(left.join(' '));
  }
}

function describeCutMessage(isRepeating: boolean): string {
  return isRepeating
    ? vscode.l10n.t('The model began to repeat itself; only the first line of its answer was taken.')
    : vscode.l10n.t('The answer reached its limit; only its first line was taken.');
}

async function tellTooSmall(): Promise<void> {
  const chooseModel = vscode.l10n.t('Choose a Model File…');
  const message = vscode.l10n.t(
    'The model wrote no message, but code or nothing at all: it is too small for this. A larger one that follows instructions does better.',
  );
  if ((await vscode.window.showWarningMessage(`OpenELM: ${message}`, chooseModel)) === chooseModel) {
    await vscode.commands.executeCommand('openelm.chooseModel');
  }
}

async function mayReplace(wasTypedMeanwhile: boolean): Promise<boolean> {
  const replace = vscode.l10n.t('Replace');
  const message = wasTypedMeanwhile
    ? vscode.l10n.t('A commit message was typed while this one was written. Replace it?')
    : vscode.l10n.t('There is a commit message already. Replace it?');
  return (await vscode.window.showWarningMessage(message, { modal: true }, replace)) === replace;
}
