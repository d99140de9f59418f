import * as vscode from 'vscode';
import { CHAT_VIEW_ID } from '../../webview/chatViewId.ts';
import { type OnDemand } from '../onDemand.ts';
import { registerTable } from '../registerTable.ts';
import { CHAT_COMMAND_IDS } from './chatCommandIds.ts';
import { type Chat } from './createChat.ts';
import { registerProviders } from './registerProviders.ts';

/** Registers whatever leads to the chat. It is loaded by the first use of one of them. */
export function registerChat(chat: OnDemand<Chat>): vscode.Disposable[] {
  return [
    vscode.window.registerWebviewViewProvider(CHAT_VIEW_ID, {
      resolveWebviewView: async (view) => {
        (await chat.get()).show(view);
      },
    }),
    registerProviders(async () => (await chat.get()).providers),
    ...registerTable(CHAT_COMMAND_IDS, async () => {
      const [{ chatCommandTable }, loaded] = await Promise.all([import('./chatCommands.ts'), chat.get()]);
      return chatCommandTable(loaded);
    }),
  ];
}
