import * as vscode from 'vscode';
import { exportMarkdown } from '../../core/chat/exportMarkdown.ts';
import { linkTarget } from '../../webview/linkTarget.ts';
import { type ChatHandlers } from '../../webview/chatViewModel.ts';
import { runCodeAction } from './codeBlockActions.ts';
import { type ChatController } from './chatController.ts';
import { pickModel } from './modelMenu.ts';
import { openWorkspaceFile } from './openWorkspaceFile.ts';

/** What the page may ask for, and who does it. */
export function chatHandlers(chat: ChatController): ChatHandlers {
  return {
    ...conversationHandlers(chat),
    ...contextHandlers(chat),
    ...historyHandlers(chat),
    ...engineHandlers(chat),
  };
}

function conversationHandlers(chat: ChatController) {
  return {
    send: ({ text }) => chat.ask(text),
    stop: () => {
      chat.shown.stop();
    },
    regenerate: ({ turnId }) => chat.regenerate(turnId),
    edit: ({ turnId, text }) => chat.edit(turnId, text),
    continueAnswer: ({ turnId }) => chat.shown.continue(turnId),
    copyAnswer: async ({ turnId }) => {
      await vscode.env.clipboard.writeText(chat.turn(turnId)?.answer.text ?? '');
    },
    code: (action) => runCodeAction(action, chat.dependencies.edits),
    dismissSafetyNote: () => chat.closeSafetyNote(),
  } satisfies Partial<ChatHandlers>;
}

function contextHandlers(chat: ChatController) {
  const { draft, picker } = chat.dependencies;
  return {
    removeContext: ({ id }) => {
      draft.remove(id);
    },
    addContext: async ({ contextId }) => {
      const item = await picker.resolve(contextId);
      if (item !== undefined) {
        draft.add(item);
      }
    },
    pickContext: async () => {
      const item = await picker.pick();
      if (item !== undefined) {
        draft.add(item);
      }
    },
    draft: ({ text }) => {
      chat.noteDraft(text);
    },
    suggest: async ({ requestId, trigger, query }) => {
      chat.reply({ kind: 'suggestions', requestId, items: await picker.suggest(trigger, query) });
    },
  } satisfies Partial<ChatHandlers>;
}

function historyHandlers(chat: ChatController) {
  const { store } = chat.dependencies;
  return {
    newConversation: () => {
      chat.startNew();
    },
    openConversation: ({ id }) => chat.open(id),
    renameConversation: ({ id, title }) => chat.rename(id, title),
    deleteConversation: async ({ id }) => {
      const remove = vscode.l10n.t('Delete');
      const message = vscode.l10n.t('Delete this conversation? It can’t be brought back.');
      if ((await vscode.window.showWarningMessage(message, { modal: true }, remove)) === remove) {
        await chat.delete(id);
      }
    },
    exportConversation: async ({ id }) => {
      const conversation = await store.load(id);
      if (conversation !== undefined) {
        const content = exportMarkdown(conversation, {
          question: vscode.l10n.t('Question'),
          answer: vscode.l10n.t('Answer'),
          endOf: (answer) => (answer.kind === 'done' ? '' : vscode.l10n.t('(the answer is not complete)')),
        });
        const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
        await vscode.window.showTextDocument(document);
      }
    },
    searchConversations: async ({ query }) => {
      const found = await store.search(query);
      chat.reply({ kind: 'found', query, ids: found.map(({ id }) => id) });
    },
  } satisfies Partial<ChatHandlers>;
}

function engineHandlers(chat: ChatController) {
  const run = (command: string) => async (): Promise<void> => {
    await vscode.commands.executeCommand(command);
  };
  return {
    openLink: async ({ href }) => {
      const target = linkTarget(href);
      // The editor asks before it opens a page; nothing but https and files of the workspace is opened.
      if (target?.kind === 'web') {
        await vscode.env.openExternal(vscode.Uri.parse(target.url, true));
      } else if (target?.kind === 'file') {
        await openWorkspaceFile(target);
      }
    },
    theme: ({ id }) => chat.dependencies.theme.read(id),
    pickModel: () => pickModel(chat.dependencies.model),
    chooseModel: run('openelm.chooseModel'),
    getModel: run('openelm.models.get'),
    useBuiltInModel: run('openelm.useBuiltInModel'),
    restartEngine: run('openelm.restartEngine'),
    showLog: run('openelm.showLog'),
  } satisfies Partial<ChatHandlers>;
}
