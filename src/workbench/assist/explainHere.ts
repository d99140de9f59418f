import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { type ContextItem } from '../../core/chat/conversation.ts';
import { askOnce, type OneQuestion, type Reply } from '../../core/chat/edits/askOnce.ts';
import { describeEnd } from '../../provider/languageModelFailure.ts';
import { type AssistServices } from './assistServices.ts';
import { codeTarget, type CodeTarget } from './codeTarget.ts';
import { type Explanation, type Explanations } from './explanations.ts';
import { tellFailure } from './tellFailure.ts';
import { UpdatePace } from './updatePace.ts';

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
  const stop = new AbortController();
  let explanation: Explanation | undefined;
  const pace = new UpdatePace();
  let noteStart = (): void => undefined;
  const started = new Promise<void>((resolve) => {
    noteStart = resolve;
  });
  const asked = askOnce(services.engine, questionAbout(services, target.item), stop.signal, {
    onStart: async () => {
      const open = await explanations.open(target.document, cursorIn(target), target.item.label);
      explanation = open;
      open.signal.addEventListener('abort', () => {
        stop.abort();
      });
      noteStart();
    },
    onText: (text) => {
      if (pace.isDue()) {
        explanation?.update(text);
      }
    },
  });
  showLoading(name, stop, Promise.race([started, asked]));
  const reply = await asked;
  if (reply.kind === 'answered') {
    explanation?.update(ended(reply));
    return;
  }
  await explanation?.close();
  await tellFailure(reply, name, () => void explainHere(services, explanations, place, name));
}

/** A short answer that was cut shows it; the reader has no use for a word on the limit that the command set. */
function ended({ text, isCut, isRepeating }: Extract<Reply, { readonly kind: 'answered' }>): string {
  const shown = isCut ? `${text.trimEnd()}…` : text;
  return isRepeating ? `${shown}\n\n${describeEnd({ kind: 'repeated' })}` : shown;
}

/** Where the user looks: the peek opens below. */
function cursorIn({ document, range }: CodeTarget): vscode.Position {
  const editor = vscode.window.activeTextEditor;
  return editor?.document === document ? editor.selection.active : range.start;
}

function questionAbout({ preferredFormat }: AssistServices, item: ContextItem): OneQuestion {
  return {
    id: `explain ${randomUUID()}`,
    question: QUESTION,
    context: [item],
    preferredFormat: preferredFormat(),
    maxAnswerTokens: MAX_ANSWER_TOKENS,
  };
}

/** While the model is not yet there; then the peek itself shows how far it is, and ends it when it is closed. */
function showLoading(name: string, stop: AbortController, ready: Promise<unknown>): void {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `OpenELM: ${name}`,
    cancellable: true,
  };
  void vscode.window.withProgress(options, async (_progress, token) => {
    const listener = token.onCancellationRequested(() => {
      stop.abort();
    });
    await ready;
    listener.dispose();
  });
}
