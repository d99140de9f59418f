import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { askOnce } from '../../core/chat/edits/askOnce.ts';
import { type AssistServices } from './assistServices.ts';
import { codeTarget } from './codeTarget.ts';
import { type Explanation, type Explanations } from './explanations.ts';
import { tellFailure } from './tellFailure.ts';

/** A short explanation; what is longer belongs into the panel. */
const MAX_ANSWER_TOKENS = 200;
/** Models that know one fixed form only leave out what follows the command. */
const QUESTION = '/explain Answer in two or three short sentences, without code.';

/** Explains code in a peek below it, as the answer is written. */
export async function explainHere(
  services: AssistServices,
  explanations: Explanations,
  place: unknown,
  name: string,
): Promise<void> {
  const target = await codeTarget(services.exclusions, place);
  if (target === undefined) {
    return;
  }
  const cancelled = new AbortController();
  let explanation: Explanation | undefined;
  const question = {
    id: `explain ${randomUUID()}`,
    question: QUESTION,
    context: [target.item],
    maxAnswerTokens: MAX_ANSWER_TOKENS,
  };
  const reply = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: `OpenELM: ${name}` },
    () =>
      askOnce(services.engine, question, cancelled.signal, {
        onStart: async () => {
          const position = vscode.window.activeTextEditor?.selection.active ?? target.range.start;
          const open = await explanations.open(target.document, position, target.item.label);
          explanation = open;
          open.signal.addEventListener('abort', () => {
            cancelled.abort();
          });
        },
        onText: (text) => {
          explanation?.update(text);
        },
      }),
  );
  if (reply.kind === 'answered') {
    explanation?.update(reply.isCut ? `${reply.text.trimEnd()}…` : reply.text);
    return;
  }
  await explanation?.close();
  await tellFailure(reply, name, () => void explainHere(services, explanations, place, name));
}
