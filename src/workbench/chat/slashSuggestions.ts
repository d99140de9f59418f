import * as vscode from 'vscode';
import { type PromptFormat } from '../../core/chat/formats/promptFormat.ts';
import { SLASH_COMMANDS, type SlashCommand, type UserPrompt } from '../../core/chat/slashCommands.ts';
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

/** On an empty page; the rest are a `/` away. */
const OFFERED = 4;

/** The first of them that a model of this skill can answer. */
export function offeredCommands(
  suggestions: readonly Suggestion[],
  skill: PromptFormat['skill'],
): readonly Suggestion[] {
  const canDo = (command: SlashCommand): boolean =>
    skill === 'conversation' || (skill === 'oneSentence' && 'oneSentence' in command);
  const names = SLASH_COMMANDS.filter(canDo).map(({ name }) => `/${name}`);
  return suggestions.filter(({ label }) => names.includes(label)).slice(0, OFFERED);
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
