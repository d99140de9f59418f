import * as vscode from 'vscode';
import { type ContextItem } from '../../core/chat/conversation.ts';
import { PROPOSAL_SCHEME } from '../proposedEdits.ts';
import { type Chat } from './createChat.ts';
import { fileItem, problemsItem, selectionItem, symbolAround, terminalItem } from './contextItems.ts';

/** Every command of the chat, as package.json lists them. */
export type ChatCommandId =
  | 'openelm.openChat'
  | 'openelm.newConversation'
  | 'openelm.explainSelection'
  | 'openelm.documentSelection'
  | 'openelm.fixSelection'
  | 'openelm.writeTests'
  | 'openelm.simplifySelection'
  | 'openelm.explainTerminalSelection'
  | 'openelm.askAboutFile'
  | 'openelm.acceptProposal'
  | 'openelm.rejectProposal';

/** Command id → what it does. Each question is asked in the panel, where it can be read, stopped and asked again. */
export function chatCommandTable(chat: Chat): Readonly<Record<ChatCommandId, () => Promise<void>>> {
  const about = (question: string) => (): Promise<void> => askAboutCode(chat, question);
  return {
    'openelm.openChat': () => chat.focus(),
    'openelm.newConversation': async () => {
      chat.controller.startNew();
      await chat.focus();
    },
    'openelm.explainSelection': about('/explain'),
    'openelm.documentSelection': about('/docs'),
    'openelm.fixSelection': about('/fix'),
    'openelm.writeTests': about('/tests'),
    'openelm.simplifySelection': about('/simplify'),
    'openelm.explainTerminalSelection': () => explainTerminal(chat),
    'openelm.askAboutFile': () => askAboutFile(chat),
    'openelm.acceptProposal': async () => {
      const uri = openProposal();
      const problem = uri === undefined ? undefined : await chat.edits.accept(uri);
      if (problem !== undefined) {
        void vscode.window.showWarningMessage(`OpenELM: ${problem}`);
      }
    },
    'openelm.rejectProposal': async () => {
      const uri = openProposal();
      if (uri !== undefined) {
        await chat.edits.reject(uri);
      }
    },
  };
}

export function registerChatCommands(chat: Chat): vscode.Disposable[] {
  return Object.entries(chatCommandTable(chat)).map(([id, run]) => vscode.commands.registerCommand(id, run));
}

/** Asks about the selection; without one about the function around the cursor, else about the file. */
async function askAboutCode(chat: Chat, question: string): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('OpenELM: select code in an editor first, then run this command again.'),
    );
    return;
  }
  const { document, selection } = editor;
  const code =
    selectionItem(editor) ??
    (await symbolAround(document, selection.active)) ??
    fileItem(document, selection.active);
  const problems =
    question === '/fix' ? problemsItem(document, selection.isEmpty ? undefined : selection) : undefined;
  await ask(chat, question, problems === undefined ? [code] : [code, problems]);
}

async function explainTerminal(chat: Chat): Promise<void> {
  const item = await terminalItem();
  if (item === undefined) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('OpenELM: select text in the terminal first, then run this command again.'),
    );
    return;
  }
  await ask(chat, '/explain', [item]);
}

async function askAboutFile(chat: Chat): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const question = await vscode.window.showInputBox({
    prompt: vscode.l10n.t('What do you want to know about this file?'),
  });
  if (editor !== undefined && question !== undefined && question.trim() !== '') {
    await ask(chat, question, [fileItem(editor.document, editor.selection.active)]);
  }
}

async function ask(chat: Chat, question: string, items: readonly ContextItem[]): Promise<void> {
  await chat.focus();
  await chat.controller.ask(question, items);
}

/** The proposal in the active diff. */
function openProposal(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputTextDiff && input.modified.scheme === PROPOSAL_SCHEME
    ? input.modified
    : undefined;
}
