import * as vscode from 'vscode';
import { chatBudget } from '../core/chat/chatBudget.ts';
import { ChatFailure, type ChatEngine } from '../core/chat/chatEngine.ts';
import { type AnswerEnd } from '../core/chat/conversation.ts';
import { chooseFormat, type TalkingModel } from '../core/chat/formats/chooseFormat.ts';
import { promptOfMessages, type ForeignMessage } from '../core/chat/promptOfMessages.ts';
import { toAbortSignal } from './toAbortSignal.ts';

/** The model that other extensions may ask, as far as it is known before it is loaded. */
export interface OfferedModel extends TalkingModel {
  /** Stays the same as long as the file does. */
  readonly id: string;
  readonly contextTokens: number;
  /** Such as `Q4_K_M`. */
  readonly quantisation: string;
}

/** Where the provider learns what to offer. */
export interface OfferedModels {
  /** Undefined when there is none, or when the user does not offer it to others. */
  current(): Promise<OfferedModel | undefined>;
  readonly onDidChange: vscode.Event<void>;
}

/** VS Code's side of the models on this machine, for the chat view and for other extensions. */
export class LanguageModelProvider implements vscode.LanguageModelChatProvider {
  readonly onDidChangeLanguageModelChatInformation: vscode.Event<void>;
  #requests = 0;

  constructor(
    private readonly models: OfferedModels,
    private readonly engine: ChatEngine,
  ) {
    this.onDidChangeLanguageModelChatInformation = models.onDidChange;
  }

  async provideLanguageModelChatInformation(): Promise<vscode.LanguageModelChatInformation[]> {
    const model = await this.models.current();
    return model === undefined ? [] : [toInformation(model)];
  }

  // eslint-disable-next-line max-params -- VS Code's signature
  async provideLanguageModelChatResponse(
    { id }: vscode.LanguageModelChatInformation,
    messages: readonly vscode.LanguageModelChatRequestMessage[],
    _options: vscode.ProvideLanguageModelChatResponseOptions,
    progress: vscode.Progress<vscode.LanguageModelResponsePart>,
    token: vscode.CancellationToken,
  ): Promise<void> {
    await this.#mustBeOffered(id);
    const abort = toAbortSignal(token);
    try {
      const model = await this.engine.model();
      const format = chooseFormat(model);
      await this.engine.generate(
        {
          conversationId: `vscode.lm ${++this.#requests}`,
          pieces: format.render(promptOfMessages(messages.map(toMessage))),
          maxTokens: chatBudget(model, format).answerTokens,
          stop: format.stop,
          temperature: 0,
          repetitionPenalty: format.repetitionPenalty,
        },
        abort.signal,
        ({ text }) => {
          progress.report(new vscode.LanguageModelTextPart(text));
        },
      );
    } catch (error) {
      if (!abort.signal.aborted) {
        throw toLanguageModelError(error);
      }
    } finally {
      abort.dispose();
    }
  }

  async provideTokenCount(
    { id }: vscode.LanguageModelChatInformation,
    text: string | vscode.LanguageModelChatRequestMessage,
  ): Promise<number> {
    await this.#mustBeOffered(id);
    try {
      const [count = 0] = await this.engine.countTokens([
        typeof text === 'string' ? text : toMessage(text).text,
      ]);
      return count;
    } catch (error) {
      throw toLanguageModelError(error);
    }
  }

  async #mustBeOffered(id: string): Promise<void> {
    if ((await this.models.current())?.id !== id) {
      throw vscode.LanguageModelError.NotFound(vscode.l10n.t('This model is no longer the chosen one.'));
    }
  }
}

function toInformation(model: OfferedModel): vscode.LanguageModelChatInformation {
  const { promptTokens, answerTokens } = chatBudget(model, chooseFormat(model));
  return {
    id: model.id,
    name: model.name,
    family: model.architecture,
    version: model.quantisation,
    detail: vscode.l10n.t('on this device'),
    maxInputTokens: promptTokens,
    maxOutputTokens: answerTokens,
    capabilities: { imageInput: false, toolCalling: false },
  };
}

function toMessage({ role, content }: vscode.LanguageModelChatRequestMessage): ForeignMessage {
  const texts = content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : ''));
  return {
    role: role === vscode.LanguageModelChatMessageRole.Assistant ? 'assistant' : 'user',
    text: texts.join(''),
  };
}

/** The API has codes for missing models and permissions only; all else says in words what happened. */
function toLanguageModelError(error: unknown): Error {
  return error instanceof ChatFailure
    ? new Error(describeEnd(error.end), { cause: error })
    : (error as Error);
}

function describeEnd(end: AnswerEnd): string {
  switch (end.kind) {
    case 'failed':
      return end.message;
    case 'interrupted':
      return vscode.l10n.t('The engine ended before the answer did. Ask again.');
    case 'stopped':
    case 'cut':
    case 'done':
      return vscode.l10n.t('The answer was stopped.');
  }
}
