import * as vscode from 'vscode';
import { type ChatEngine } from '../../core/chat/chatEngine.ts';
import { promptsFromSetting } from '../../core/chat/userPrompts.ts';
import { chatParticipantHandler } from '../../provider/chatParticipant.ts';
import { type Exclusions } from '../../provider/exclusions.ts';
import { LanguageModelProvider, type OfferedModels } from '../../provider/languageModelProvider.ts';
import { stagedContext } from '../assist/stagedChanges.ts';
import { chatPrompts, preferredPromptFormat } from '../settings.ts';
import { describeTooLong, describeTooSmall } from './chatLimits.ts';
import { describeCut } from './describeCut.ts';
import { namedContext, requestContext } from './requestContext.ts';
import { slashSuggestions } from './slashSuggestions.ts';

export interface ProviderServices {
  readonly engine: ChatEngine;
  readonly exclusions: Exclusions;
  readonly models: OfferedModels;
}

/** What the rest of VS Code asks. */
export interface Providers {
  readonly languageModels: vscode.LanguageModelChatProvider &
    Required<Pick<vscode.LanguageModelChatProvider, 'onDidChangeLanguageModelChatInformation'>>;
  readonly participant: vscode.ChatRequestHandler;
}

/** Answers other extensions and the built-in chat view. */
export function createProviders({ engine, exclusions, models }: ProviderServices): Providers {
  const languageModels = new LanguageModelProvider(models, {
    describeTooLong,
    preferredFormat: preferredPromptFormat,
  });
  const participant = chatParticipantHandler({
    engine,
    contextOf: (request) => requestContext(request, exclusions),
    namedContextOf: namedContext,
    staged: () => stagedContext(exclusions, true),
    preferredFormat: preferredPromptFormat,
    userPrompts: () => promptsFromSetting(chatPrompts()),
    describeCut,
    act: (name, response) => (name === 'help' ? help(response) : startNewChat()),
    describeTooLong,
    describeTooSmall,
  });
  return { languageModels, participant };
}

function help(response: vscode.ChatResponseStream): Promise<void> {
  const lines = slashSuggestions(promptsFromSetting(chatPrompts())).map(
    ({ label, detail }) => `- \`${label}\` ${detail}`,
  );
  response.markdown(lines.join('\n'));
  return Promise.resolve();
}

async function startNewChat(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.chat.newChat');
}
