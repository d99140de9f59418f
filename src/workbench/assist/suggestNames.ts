import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { askOnce, type Failure } from '../../core/chat/edits/askOnce.ts';
import { namesQuestion, suggestedNames } from '../../core/chat/edits/suggestedNames.ts';
import { type ContextItem } from '../../core/chat/conversation.ts';
import { documentSymbolAround, fileItem, rangeItem } from '../chat/contextItems.ts';
import { describeEnd } from '../../provider/languageModelFailure.ts';
import { type AssistServices } from './assistServices.ts';
import { renameSymbol, symbolToRename, type SymbolToRename } from './renameSymbol.ts';
import { tell } from './tell.ts';
import { tellFailure } from './tellFailure.ts';

/** Five short names and some words around them. */
const MAX_ANSWER_TOKENS = 160;

/** Lets the user pick among names that the model suggests; the language’s own rename applies the chosen one. */
export async function suggestNames(services: AssistServices, name: string): Promise<void> {
  const symbol = await symbolToRename(services.exclusions);
  if (symbol === undefined) {
    return;
  }
  const picked = await pickName(services, symbol, name);
  switch (picked.kind) {
    case 'chosen':
      await renameSymbol(symbol, picked.name);
      return;
    case 'none':
      tell(vscode.l10n.t('The model suggested no other name for {0}.', symbol.name));
      return;
    case 'failed':
      await tellFailure(picked.failure, name, () => void suggestNames(services, name));
  }
}

type Picked =
  | { readonly kind: 'chosen'; readonly name: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Names come into the list as the model writes them; the first good one can be taken at once. */
async function pickName(services: AssistServices, symbol: SymbolToRename, title: string): Promise<Picked> {
  const context = [await codeAround(symbol)];
  const pick = vscode.window.createQuickPick();
  const stop = new AbortController();
  pick.title = title;
  pick.placeholder = vscode.l10n.t('Another name for {0}', symbol.name);
  pick.busy = true;
  const chosen = new Promise<Picked>((resolve) => {
    pick.onDidAccept(() => {
      const [item] = pick.selectedItems;
      if (item !== undefined) {
        resolve({ kind: 'chosen', name: item.label });
      }
    });
    pick.onDidHide(() => {
      resolve({ kind: 'failed', failure: { kind: 'stopped' } });
    });
  });
  const show = (answer: string): void => {
    const names = suggestedNames(answer, symbol.name);
    if (names.length > pick.items.length) {
      const active = pick.activeItems[0]?.label;
      pick.items = names.map((label) => ({ label }));
      // New rows take the mark from the one the user moved it to.
      const again = pick.items.filter(({ label }) => label === active);
      pick.activeItems = again.length > 0 ? again : pick.items.slice(0, 1);
    }
  };
  pick.show();
  const question = {
    id: `names ${randomUUID()}`,
    question: namesQuestion(symbol.name),
    context,
    preferredFormat: services.preferredFormat(),
    maxAnswerTokens: MAX_ANSWER_TOKENS,
  };
  const asked = askOnce(services.engine, question, stop.signal, {
    onText: (text) => {
      // A name on the last line may still grow.
      show(text.slice(0, text.lastIndexOf('\n') + 1));
    },
  });
  const answered = asked.then((reply): Promise<Picked> | Picked => {
    pick.busy = false;
    if (reply.kind !== 'answered') {
      return { kind: 'failed', failure: reply };
    }
    show(reply.text);
    if (reply.isRepeating) {
      tell(describeEnd({ kind: 'repeated' }));
    }
    return pick.items.length === 0 ? { kind: 'none' } : chosen;
  });
  try {
    return await Promise.race([chosen, answered]);
  } finally {
    stop.abort();
    pick.dispose();
  }
}

/** What the symbol stands in, with the place it matters at. */
async function codeAround({ document, range }: SymbolToRename): Promise<ContextItem> {
  const around = await documentSymbolAround(document, range.start);
  return around === undefined || around.range.isSingleLine
    ? fileItem(document, range.start)
    : {
        ...rangeItem('symbol', document, around.range, around.name),
        focusLine: range.start.line - around.range.start.line,
      };
}
