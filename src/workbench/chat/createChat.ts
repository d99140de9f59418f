import path from 'node:path';
import * as vscode from 'vscode';
import { type ChatEngine } from '../../core/chat/chatEngine.ts';
import { type ContextItem } from '../../core/chat/conversation.ts';
import { ConversationStore, type HistoryProblem } from '../../core/chat/conversationStore.ts';
import { systemClock } from '../../engine/clock.ts';
import { SupervisedChatEngine } from '../../engine/supervisedChatEngine.ts';
import { type Supervisor } from '../../engine/supervisor.ts';
import { type Exclusions } from '../../provider/exclusions.ts';
import { ChatViewProvider } from '../../webview/chatViewProvider.ts';
import { stagedContext } from '../assist/stagedChanges.ts';
import { ConversationFolder } from '../conversationFolder.ts';
import { describeError, describeState } from '../describe.ts';
import { type Models } from '../models/createModels.ts';
import { OfferedLibrary } from '../models/offeredLibrary.ts';
import { ProposedEdits } from '../proposedEdits.ts';
import { chatModelFile, engineSettings } from '../settings.ts';
import { AnsweringModel } from './answeringModel.ts';
import { ChatController } from './chatController.ts';
import { modelView, type ModelNames } from './chatView.ts';
import { ContextPicker } from './contextPicker.ts';
import { DraftContext } from './draftContext.ts';
import { createProviders, type Providers } from './createProviders.ts';
import { ThemeColors } from './themeColors.ts';
import { UserPrompts } from './userPrompts.ts';

export interface ChatServices {
  readonly context: vscode.ExtensionContext;
  readonly supervisor: Supervisor;
  readonly models: Models;
  readonly exclusions: Exclusions;
  readonly log: vscode.LogOutputChannel;
}

/** The chat with its view, its history on disk and its proposals. */
export interface Chat {
  dispose(): void;
  readonly controller: ChatController;
  readonly edits: ProposedEdits;
  readonly providers: Providers;
  /** Shows the chat in the view that VS Code has made for it. */
  show(view: vscode.WebviewView): void;
  /** Settles when all that was said is on disk: an answer that runs is written as far as it is. */
  flush(): Promise<void>;
  readonly engine: ChatEngine;
  /** Brings the view to the front. */
  focus(): Promise<void>;
  /** Brings the view to the front and asks there. */
  askInPanel(question: string, items: readonly ContextItem[]): Promise<void>;
}

/** Builds the chat. Nothing is read and no engine started before the view is shown or something is asked. */
export function createChat({ context, supervisor, models, exclusions, log }: ChatServices): Chat {
  const edits = new ProposedEdits();
  const engine = new SupervisedChatEngine(supervisor, describeError, chatModelFile);
  const draft = new DraftContext(exclusions, (mayAsk) => stagedContext(exclusions, mayAsk));
  const store = createStore(context, log);
  const report = (what: string) => (cause: unknown) => {
    log.warn(`Chat, ${what}: ${String(cause)}`);
  };
  const model = new AnsweringModel(supervisor, engine, report('model'), () => view.visible);
  const prompts = new UserPrompts(report('prompts'));
  const theme = new ThemeColors((id, cause) => {
    log.info(`The colours of the theme ${id} can’t be read: ${String(cause)}`);
  });
  const controller: ChatController = new ChatController({
    engine,
    store,
    draft,
    picker: new ContextPicker(exclusions),
    edits,
    memory: context.globalState,
    log,
    model,
    prompts,
    theme,
    modelView: () => modelView(supervisor.state, namesOf(model), (state) => describeState(state, false)),
    isShown: () => view.visible,
  });
  const view: ChatViewProvider = new ChatViewProvider(controller, context.extensionUri);
  const offered = new OfferedLibrary(
    models.library,
    models.facts,
    (file) => new SupervisedChatEngine(supervisor, describeError, () => file),
  );
  return {
    controller,
    edits,
    providers: createProviders({ engine, exclusions, models: offered }),
    show: (webviewView) => {
      view.resolveWebviewView(webviewView);
      controller.readHistory().catch((error: unknown) => {
        controller.onError('history', error);
      });
    },
    flush: () => store.flush(),
    engine,
    focus: () => view.focus(),
    askInPanel: async (question, items) => {
      await view.focus();
      await controller.ask(question, items);
    },
    dispose: () => {
      for (const part of [offered, view, controller, model, prompts, theme, draft, edits]) {
        part.dispose();
      }
    },
  };
}

function createStore(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): ConversationStore {
  const folder = path.join((context.storageUri ?? context.globalStorageUri).fsPath, 'conversations');
  return new ConversationStore(
    new ConversationFolder(folder),
    systemClock,
    (problem) => {
      const message = describeProblem(problem);
      log.warn(message);
      void vscode.window.showWarningMessage(message);
    },
    (error) => {
      log.error(`Conversation not written: ${String(error)}`);
      void vscode.window.showErrorMessage(
        vscode.l10n.t('OpenELM: this conversation could not be saved. Is the disk full?'),
      );
    },
  );
}

function describeProblem(problem: HistoryProblem): string {
  switch (problem.kind) {
    case 'torn':
      return vscode.l10n.t(
        'OpenELM: the conversation “{0}” was not written to its end; {1} turns are lost.',
        problem.title,
        problem.lostTurns,
      );
    case 'newer':
      return vscode.l10n.t(
        'OpenELM: a conversation was written by a newer version and is kept aside: {0}',
        problem.file,
      );
    case 'unreadable':
      return vscode.l10n.t('OpenELM: a conversation could not be read and is kept aside: {0}', problem.file);
  }
}

function namesOf({ model, format }: AnsweringModel): ModelNames {
  const own = chatModelFile() !== undefined;
  return { name: (own ? model?.name : undefined) ?? chosenModelName(), format, own };
}

/** What is shown before a model is loaded. */
function chosenModelName(): string {
  const modelFile = chatModelFile() ?? engineSettings().modelFile;
  return modelFile === undefined ? vscode.l10n.t('the built-in model') : path.basename(modelFile);
}
