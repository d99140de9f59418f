import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { askOnce, type OneQuestion, type Reply } from '../../core/chat/edits/askOnce.ts';
import { documentEdit } from '../../core/chat/edits/documentEdit.ts';
import { growingEdit } from '../../core/chat/edits/editOfAnswer.ts';
import { editRequest } from '../../core/chat/edits/editRequest.ts';
import { toAbortSignal } from '../../provider/toAbortSignal.ts';
import { problemsItem } from '../chat/contextItems.ts';
import { type Dropped, type ProposedEdit } from '../proposedEdits.ts';
import { type AssistServices } from './assistServices.ts';
import { documentTarget } from './documentTarget.ts';
import { finishProposal } from './finishProposal.ts';
import { tell } from './tell.ts';
import { tellFailure } from './tellFailure.ts';
import { UpdatePace } from './updatePace.ts';
import { commentLanguageOf, selectedCode, type WantedChange } from './wantedChange.ts';

/**
 * Asks for a change and streams it into a diff, which the user accepts or rejects. What is no whole replacement is
 * taken back and said.
 */
export async function proposeChange(services: AssistServices, asked: WantedChange): Promise<void> {
  const target = asked.change.kind === 'document' ? documentTarget(asked.target) : asked.target;
  if (typeof target === 'string') {
    tell(target);
    return;
  }
  const wanted = { ...asked, target };
  const { reply, proposal, dropped } = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: `OpenELM: ${wanted.name}`,
      cancellable: true,
    },
    (_progress, token) => stream(services, wanted, token),
  );
  if (reply.kind === 'answered' && proposal !== undefined && dropped === undefined) {
    await finishProposal(wanted, reply, proposal);
    return;
  }
  await proposal?.withdraw();
  if (dropped === 'edited') {
    tell(
      vscode.l10n.t(
        'The code was edited meanwhile, so the answer was dropped and nothing was changed. Run the command again.',
      ),
    );
  } else if (reply.kind !== 'answered') {
    await tellFailure(reply, wanted.name, () => void proposeChange(services, wanted));
  }
}

interface Streamed {
  readonly reply: Reply;
  /** Undefined when the model did not even begin. */
  readonly proposal: ProposedEdit | undefined;
  readonly dropped: Dropped | undefined;
}

async function stream(
  { engine, edits, preferredFormat }: AssistServices,
  wanted: WantedChange,
  token: vscode.CancellationToken,
): Promise<Streamed> {
  const { document, range, text: code } = wanted.target;
  const cancelled = toAbortSignal(token);
  const drop = new AbortController();
  let proposal: ProposedEdit | undefined;
  const pace = new UpdatePace();
  try {
    const signal = AbortSignal.any([cancelled.signal, drop.signal]);
    const asked = { ...questionOf(wanted), preferredFormat: preferredFormat() };
    const reply = await askOnce(engine, asked, signal, {
      onStart: async () => {
        // A model may have loaded for a minute.
        if (document.getText(range) !== code) {
          drop.abort('edited' satisfies Dropped);
          return;
        }
        const open = await edits.propose(document, range, `${wanted.name}: ${wanted.target.item.label}`);
        proposal = open;
        const stop = (): void => {
          drop.abort(open.signal.reason);
        };
        open.signal.addEventListener('abort', stop);
        if (open.signal.aborted) {
          stop(); // while the diff was opening
        }
      },
      onText: (text) => {
        const grown = pace.isDue() ? growing(wanted, text) : undefined;
        if (grown !== undefined) {
          proposal?.update(grown);
        }
      },
    });
    return { reply, proposal, dropped: drop.signal.reason as Dropped | undefined };
  } finally {
    cancelled.dispose();
  }
}

function questionOf({ change, target }: WantedChange): Omit<OneQuestion, 'preferredFormat'> {
  const problems = change.kind === 'fix' ? problemsItem(target.document, target.range) : undefined;
  const code = { ...target.item, text: target.text };
  return {
    id: `change ${randomUUID()}`,
    ...editRequest(change),
    context: problems === undefined ? [code] : [code, problems],
  };
}

/** What the diff shows of an answer on its way; undefined while there is nothing. */
function growing({ change, target }: WantedChange, answer: string): string | undefined {
  const selected = selectedCode(target);
  if (change.kind !== 'document') {
    return growingEdit(answer, selected);
  }
  const edit = documentEdit(answer, true, selected, commentLanguageOf(target));
  return edit.kind === 'replace' ? edit.text : undefined;
}
