import * as vscode from 'vscode';
import { type ChatEngine } from '../../core/chat/chatEngine.ts';
import { checkModelFile } from '../../models/checkModelFile.ts';
import { readChatTemplate } from '../../models/chatTemplate.ts';
import { chatParticipantHandler } from '../../provider/chatParticipant.ts';
import { LanguageModelProvider, type OfferedModel } from '../../provider/languageModelProvider.ts';
import {
  engineSettings,
  isAiSwitchedOff,
  offersBuiltInModel,
  onAnySettingChanged,
  onEngineSettingsChanged,
} from '../settings.ts';
import { describeTooLong, describeTooSmall } from './chatLimits.ts';
import { type DraftContext } from './draftContext.ts';

const VENDOR = 'openelm';
const PARTICIPANT = 'openelm.chat';
/** What the engine loads at most. */
const MAX_CONTEXT_TOKENS = 2048;

export interface ProviderServices {
  readonly engine: ChatEngine;
  readonly draft: DraftContext;
  readonly builtInModel: string;
}

/**
 * Gives the chosen model to the rest of VS Code: to other extensions and to the built-in chat view. Withdraws while the
 * user has switched VS Code's own AI features off.
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
  const listener = onAnySettingChanged(update);
  return new vscode.Disposable(() => {
    listener.dispose();
    withdraw();
  });
}

function register({ engine, draft, builtInModel }: ProviderServices): { dispose(): unknown }[] {
  const changed = new vscode.EventEmitter<void>();
  const provider = new LanguageModelProvider(
    { current: () => offeredModel(builtInModel), onDidChange: changed.event },
    engine,
  );
  const handler = chatParticipantHandler({
    engine,
    contextOf: () => Promise.resolve(draft.items.map(({ item }) => item)),
    describeTooLong,
    describeTooSmall,
  });
  const disposables: { dispose(): unknown }[] = [
    changed,
    onEngineSettingsChanged(() => {
      changed.fire();
    }),
  ];
  // Editors that are older than these interfaces go without.
  if ('registerLanguageModelChatProvider' in vscode.lm) {
    disposables.push(vscode.lm.registerLanguageModelChatProvider(VENDOR, provider));
  }
  if ('createChatParticipant' in vscode.chat) {
    disposables.push(vscode.chat.createChatParticipant(PARTICIPANT, handler));
  }
  return disposables;
}

/** The built-in model would answer other extensions with nonsense, so that it is offered on request only. */
async function offeredModel(builtInModel: string): Promise<OfferedModel | undefined> {
  const { modelFile } = engineSettings();
  if (modelFile === undefined && !offersBuiltInModel()) {
    return undefined;
  }
  try {
    const file = modelFile ?? builtInModel;
    const facts = await checkModelFile(file);
    return {
      id: file,
      name: facts.name,
      architecture: facts.architecture,
      contextTokens: Math.min(facts.contextLength, MAX_CONTEXT_TOKENS),
      quantisation: facts.quantisation,
      renderTemplate:
        facts.chatTemplate === undefined ? undefined : readChatTemplate(facts.chatTemplate, undefined),
    };
  } catch {
    // The status bar says what is wrong with the file; there is nothing to offer.
    return undefined;
  }
}
