import * as vscode from 'vscode';
import { PROPOSAL_SCHEME } from '../proposedEdits.ts';
import { type ChatCommandId } from './chatCommandIds.ts';
import { type Chat } from './createChat.ts';
import { fileItem, terminalItem } from './contextItems.ts';

/** Command id → what it does. Each question is asked in the panel, where it can be read, stopped and asked again. */
export function chatCommandTable(chat: Chat): Readonly<Record<ChatCommandId, () => Promise<void>>> {
  return {
    'openelm.openChat': () => chat.focus(),
    'openelm.newConversation': async () => {
      chat.controller.startNew();
      await chat.focus();
    },
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

async function explainTerminal(chat: Chat): Promise<void> {
  const item = await terminalItem();
  if (item === undefined) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('OpenELM: select text in the terminal first, then run this command again.'),
    );
    return;
  }
  await chat.askInPanel('/explain', [item]);
}

async function askAboutFile(chat: Chat): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('OpenELM: open a file in an editor first, then run this command again.'),
    );
    return;
  }
  const question = await vscode.window.showInputBox({
    prompt: vscode.l10n.t('What do you want to know about this file?'),
  });
  if (question !== undefined && question.trim() !== '') {
    await chat.askInPanel(question, [fileItem(editor.document, editor.selection.active)]);
  }
}

/** The proposal in the active diff. */
function openProposal(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputTextDiff && input.modified.scheme === PROPOSAL_SCHEME
    ? input.modified
    : undefined;
}
