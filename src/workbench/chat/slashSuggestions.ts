import * as vscode from 'vscode';
import { SLASH_COMMANDS, type UserPrompt } from '../../core/chat/slashCommands.ts';
import { type Suggestion } from '../../webview/chatProtocol.ts';

/** The slash commands as the composer offers them, then the user's own prompts. */
export function slashSuggestions(userPrompts: readonly UserPrompt[]): readonly Suggestion[] {
  return [
    ...SLASH_COMMANDS.map(({ name }) => ({ insert: `/${name} `, label: `/${name}`, detail: describe(name) })),
    ...userPrompts.map(({ name, description }) => ({
      insert: `/${name} `,
      label: `/${name}`,
      detail: description,
    })),
  ];
}

function describe(name: (typeof SLASH_COMMANDS)[number]['name']): string {
  switch (name) {
    case 'explain':
      return vscode.l10n.t('Explain the code');
    case 'fix':
      return vscode.l10n.t('Fix its problems');
    case 'tests':
      return vscode.l10n.t('Write tests for it');
    case 'docs':
      return vscode.l10n.t('Write its documentation comment');
    case 'simplify':
      return vscode.l10n.t('Make it simpler');
    case 'commit':
      return vscode.l10n.t('Write a commit message for the staged changes');
    case 'clear':
      return vscode.l10n.t('Start a new conversation');
    case 'help':
      return vscode.l10n.t('Show the commands');
  }
}
