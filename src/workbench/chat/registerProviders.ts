import * as vscode from 'vscode';
import { type ChatEngine } from '../../core/chat/chatEngine.ts';
import { promptsFromSetting } from '../../core/chat/userPrompts.ts';
import { chatParticipantHandler } from '../../provider/chatParticipant.ts';
import { type Exclusions } from '../../provider/exclusions.ts';
import { LanguageModelProvider, type OfferedModels } from '../../provider/languageModelProvider.ts';
import { stagedContext } from '../assist/stagedChanges.ts';
import { chatPrompts, isAiSwitchedOff, onAiSwitchChanged, preferredPromptFormat } from '../settings.ts';
import { describeTooLong, describeTooSmall } from './chatLimits.ts';
import { describeCut } from './describeCut.ts';
import { namedContext, requestContext } from './requestContext.ts';
import { slashSuggestions } from './slashSuggestions.ts';

const VENDOR = 'openelm';
const PARTICIPANT = 'openelm.chat';

export interface ProviderServices {
  readonly engine: ChatEngine;
  readonly exclusions: Exclusions;
  readonly models: OfferedModels;
}

/**
 * Gives the models to the rest of VS Code: to other extensions and to the built-in chat view. Withdraws while the user has
 * switched VS Code's own AI features off.
 */
export function registerProviders(services: ProviderServices): vscode.Disposable {
  let registered: { dispose(): unknown }[] = [];
  const withdraw = (): void => {
    for (const one of registered.splice(0)) {
      one.dispose();
    }
  };
  const update = (): void => {
    const isWanted = !isAiSwitchedOff();
    if (isWanted && registered.length === 0) {
      registered = register(services);
    } else if (!isWanted) {
      withdraw();
    }
  };
  update();
  const listener = onAiSwitchChanged(update);
  return new vscode.Disposable(() => {
    listener.dispose();
    withdraw();
  });
}

function register({ engine, exclusions, models }: ProviderServices): { dispose(): unknown }[] {
  const provider = new LanguageModelProvider(models, {
    describeTooLong,
    preferredFormat: preferredPromptFormat,
  });
  const handler = chatParticipantHandler({
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
  const disposables: { dispose(): unknown }[] = [];
  // Editors that are older than these interfaces go without.
  if ('registerLanguageModelChatProvider' in vscode.lm) {
    disposables.push(vscode.lm.registerLanguageModelChatProvider(VENDOR, provider));
  }
  if ('createChatParticipant' in vscode.chat) {
    disposables.push(vscode.chat.createChatParticipant(PARTICIPANT, handler));
  }
  return disposables;
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
