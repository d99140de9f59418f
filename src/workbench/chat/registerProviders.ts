import * as vscode from 'vscode';
import { isAiSwitchedOff, onAiSwitchChanged } from '../settings.ts';
import { type Providers } from './createProviders.ts';

const VENDOR = 'openelm';
const PARTICIPANT = 'openelm.chat';

/**
 * Gives the models to the rest of VS Code: to other extensions and to the built-in chat view. Withdraws while the user has
 * switched VS Code's own AI features off.
 * @param load what answers, loaded when it is asked first
 */
export function registerProviders(load: () => Promise<Providers>): vscode.Disposable {
  let registered: { dispose(): unknown }[] = [];
  const withdraw = (): void => {
    for (const one of registered.splice(0)) {
      one.dispose();
    }
  };
  const update = (): void => {
    const isWanted = !isAiSwitchedOff();
    if (isWanted && registered.length === 0) {
      registered = register(load);
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

/** Editors that are older than these interfaces go without. */
function register(load: () => Promise<Providers>): { dispose(): unknown }[] {
  const registered: { dispose(): unknown }[] = [];
  if ('registerLanguageModelChatProvider' in vscode.lm) {
    const changed = new vscode.EventEmitter<void>();
    registered.push(
      changed,
      vscode.lm.registerLanguageModelChatProvider(VENDOR, languageModels(load, changed)),
    );
  }
  if ('createChatParticipant' in vscode.chat) {
    registered.push(
      vscode.chat.createChatParticipant(PARTICIPANT, async (...request) =>
        (await load()).participant(...request),
      ),
    );
  }
  return registered;
}

/** Before VS Code has asked what there is, no change of it needs to be told. */
function languageModels(
  load: () => Promise<Providers>,
  changed: vscode.EventEmitter<void>,
): vscode.LanguageModelChatProvider {
  let listening: vscode.Disposable | undefined;
  const provider = async (): Promise<vscode.LanguageModelChatProvider> => {
    const { languageModels: loaded } = await load();
    listening ??= loaded.onDidChangeLanguageModelChatInformation(() => {
      changed.fire();
    });
    return loaded;
  };
  return {
    onDidChangeLanguageModelChatInformation: changed.event,
    provideLanguageModelChatInformation: async (...request) =>
      (await provider()).provideLanguageModelChatInformation(...request),
    provideLanguageModelChatResponse: async (...request) =>
      (await provider()).provideLanguageModelChatResponse(...request),
    provideTokenCount: async (...request) => (await provider()).provideTokenCount(...request),
  };
}
