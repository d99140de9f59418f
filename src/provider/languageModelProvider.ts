import * as vscode from 'vscode';
import { chatBudget } from '../core/chat/chatBudget.ts';
import { type ChatEngine, type ChatModel } from '../core/chat/chatEngine.ts';
import { chooseFormat, type TalkingModel } from '../core/chat/formats/chooseFormat.ts';
import { type RenderTemplate } from '../core/chat/formats/ggufTemplate.ts';
import { type FormatId, type PromptFormat } from '../core/chat/formats/promptFormat.ts';
import { promptOfMessages } from '../core/chat/promptOfMessages.ts';
import { type PromptPiece } from '../core/chat/promptPiece.ts';
import { exchangeOverhead, promptTokens } from '../core/chat/promptTokens.ts';
import { generateWatched } from '../core/chat/repetition/generateWatched.ts';
import { answerWithTools } from '../core/chat/tools/answerWithTools.ts';
import { type ToolMessage } from '../core/chat/tools/toolDefinition.ts';
import { toolFormat, type ToolFormat } from '../core/chat/tools/toolTemplate.ts';
import { toLanguageModelFailure } from './languageModelFailure.ts';
import { toForeignMessages, toToolDefinitions, toToolMessages } from './languageModelMessages.ts';
import { toAbortSignal } from './toAbortSignal.ts';

/** A model that other extensions may ask, as far as it is known before it is loaded. */
export interface OfferedModel extends TalkingModel {
  /** Stays the same as long as the file does. */
  readonly id: string;
  /** Who answers for it: loads it when it is asked. */
  readonly engine: ChatEngine;
  readonly contextTokens: number;
  /** Such as `Q4_K_M`. */
  readonly quantisation: string;
}

/** Where the provider learns what to offer. */
export interface OfferedModels {
  /** Those that the user offers to others; the one for chats first. */
  all(): Promise<readonly OfferedModel[]>;
  /** Whether it is a model that is there and that the user does not offer. */
  isWithheld(id: string): boolean;
  readonly onDidChange: vscode.Event<void>;
}

/** What the provider takes from its surroundings besides. */
export interface ProviderSurroundings {
  /** The way in which the user wants models to be asked, read anew for each question. */
  readonly preferredFormat: () => FormatId | undefined;
  /** The sentence for a question that is longer than the model can read, both in tokens. */
  readonly describeTooLong: (promptTokens: number, budgetTokens: number) => string;
}

/** A request in the words of the core. */
interface Request {
  readonly engine: ChatEngine;
  readonly model: ChatModel;
  readonly messages: readonly ToolMessage[];
  readonly options: Pick<vscode.ProvideLanguageModelChatResponseOptions, 'tools' | 'toolMode'>;
  readonly signal: AbortSignal;
  readonly report: (part: vscode.LanguageModelResponsePart) => void;
}

/** A model that calls tools holds conversations. */
const TOOL_SKILL = { skill: 'conversation' } as const;

/**
 * VS Code's side of the models on this machine, for the chat view and for other extensions. They are asked in the way that
 * the user prefers, save where tools are: those only the model's own template knows.
 */
export class LanguageModelProvider implements vscode.LanguageModelChatProvider {
  readonly onDidChangeLanguageModelChatInformation: vscode.Event<void>;
  /** Looking for tools in a template takes several renderings of it. */
  readonly #tools = new WeakMap<RenderTemplate, ToolFormat | undefined>();
  #requests = 0;

  constructor(
    private readonly models: OfferedModels,
    private readonly surroundings: ProviderSurroundings,
  ) {
    this.onDidChangeLanguageModelChatInformation = models.onDidChange;
  }

  async provideLanguageModelChatInformation(): Promise<vscode.LanguageModelChatInformation[]> {
    return (await this.models.all()).map((model) => this.#toInformation(model));
  }

  // eslint-disable-next-line max-params -- VS Code's signature
  async provideLanguageModelChatResponse(
    { id }: vscode.LanguageModelChatInformation,
    messages: readonly vscode.LanguageModelChatRequestMessage[],
    options: vscode.ProvideLanguageModelChatResponseOptions,
    progress: vscode.Progress<vscode.LanguageModelResponsePart>,
    token: vscode.CancellationToken,
  ): Promise<void> {
    const { engine } = await this.#offered(id);
    const abort = toAbortSignal(token);
    const { signal } = abort;
    const report = (part: vscode.LanguageModelResponsePart): void => {
      if (!signal.aborted) {
        progress.report(part);
      }
    };
    try {
      const model = await engine.model();
      await this.#answer({ engine, model, messages: toToolMessages(messages), options, signal, report });
    } catch (error) {
      if (!signal.aborted) {
        throw toLanguageModelFailure(error);
      }
    } finally {
      abort.dispose();
    }
  }

  /** Of a text its tokens; of a message also what its place in a conversation costs. */
  async provideTokenCount(
    { id }: vscode.LanguageModelChatInformation,
    text: string | vscode.LanguageModelChatRequestMessage,
  ): Promise<number> {
    const { engine } = await this.#offered(id);
    const count = (texts: readonly string[]): Promise<readonly number[]> => engine.countTokens(texts);
    try {
      if (typeof text === 'string') {
        const [tokens = 0] = await count([text]);
        return tokens;
      }
      const texts = toForeignMessages(toToolMessages([text])).map((message) => message.text);
      const overhead = await exchangeOverhead(this.#formatOf(await engine.model()), count);
      const words = await promptTokens(
        texts.map((one) => ({ text: one })),
        count,
      );
      return words + texts.length * Math.ceil(overhead / 2);
    } catch (error) {
      throw toLanguageModelFailure(error);
    }
  }

  async #answer(request: Request): Promise<void> {
    const { engine, model, messages, options } = request;
    const tools = this.#toolsOf(model);
    const isAboutTools = (options.tools ?? []).length > 0 || messages.some(({ role }) => role === 'tool');
    if (isAboutTools && tools !== undefined) {
      return this.#answerWithTools(request, tools);
    }
    if ((options.tools ?? []).length > 0) {
      throw new Error(
        vscode.l10n.t('{0} was not trained to call tools in a way that is known here.', model.name),
      );
    }
    const format = this.#formatOf(model);
    const pieces = format.render(promptOfMessages(toForeignMessages(messages)));
    const { answerTokens } = await this.#mustFit(request, format, pieces);
    // Whoever asked has no use for the same text again: the answer ends as one that is complete.
    await generateWatched(
      engine,
      {
        conversationId: this.#newId(),
        pieces,
        maxTokens: answerTokens,
        stop: format.stop,
        temperature: 0,
        repetitionPenalty: format.repetitionPenalty,
      },
      request.signal,
      {
        onText: ({ text }) => {
          if (text !== '') {
            request.report(new vscode.LanguageModelTextPart(text));
          }
        },
      },
    );
  }

  async #answerWithTools(request: Request, format: ToolFormat): Promise<void> {
    const { engine, messages, options, signal, report } = request;
    const tools = toToolDefinitions(options.tools ?? []);
    const { answerTokens } = await this.#mustFit(request, TOOL_SKILL, format.render(messages, tools));
    const conversationId = this.#newId();
    let calls = 0;
    const end = await answerWithTools(
      engine,
      {
        conversationId,
        format,
        messages,
        tools,
        mode: options.toolMode === vscode.LanguageModelChatToolMode.Required ? 'required' : 'auto',
        answerTokens,
      },
      signal,
      {
        onText: (text) => {
          report(new vscode.LanguageModelTextPart(text));
        },
        onCall: ({ name, input }) => {
          report(new vscode.LanguageModelToolCallPart(`${conversationId} ${++calls}`, name, input));
        },
      },
    );
    if (end === 'cutInCall') {
      throw new Error(
        vscode.l10n.t('The call of a tool was longer than {0} tokens and was dropped.', answerTokens),
      );
    }
  }

  async #mustFit(
    { engine, model }: Request,
    format: Pick<PromptFormat, 'skill'>,
    pieces: readonly PromptPiece[],
  ): Promise<{ readonly answerTokens: number }> {
    const budget = chatBudget(model, format);
    const tokens = await promptTokens(pieces, (texts) => engine.countTokens(texts));
    if (tokens > budget.promptTokens) {
      throw new Error(this.surroundings.describeTooLong(tokens, budget.promptTokens));
    }
    return budget;
  }

  async #offered(id: string): Promise<OfferedModel> {
    const model = (await this.models.all()).find((one) => one.id === id);
    if (model !== undefined) {
      return model;
    }
    throw this.models.isWithheld(id)
      ? vscode.LanguageModelError.NoPermissions(
          vscode.l10n.t('The built-in model is not offered to other extensions; a setting can change that.'),
        )
      : vscode.LanguageModelError.NotFound(vscode.l10n.t('This model is no longer here.'));
  }

  #newId(): string {
    return `vscode.lm ${++this.#requests}`;
  }

  #formatOf(model: TalkingModel): PromptFormat {
    return chooseFormat(model, this.surroundings.preferredFormat());
  }

  /** By the template that is meant for them, else by the one for any conversation. */
  #toolsOf({ renderToolTemplate, renderTemplate }: TalkingModel): ToolFormat | undefined {
    return this.#toolsIn(renderToolTemplate) ?? this.#toolsIn(renderTemplate);
  }

  #toolsIn(render: RenderTemplate | undefined): ToolFormat | undefined {
    if (render === undefined) {
      return undefined;
    }
    if (!this.#tools.has(render)) {
      this.#tools.set(render, toolFormat(render));
    }
    return this.#tools.get(render);
  }

  #toInformation(model: OfferedModel): vscode.LanguageModelChatInformation {
    const { promptTokens: maxInputTokens, answerTokens } = chatBudget(model, this.#formatOf(model));
    return {
      id: model.id,
      name: model.name,
      family: model.architecture,
      version: model.quantisation,
      detail: vscode.l10n.t('on this device'),
      maxInputTokens,
      maxOutputTokens: answerTokens,
      capabilities: { imageInput: false, toolCalling: this.#toolsOf(model) !== undefined },
    };
  }
}
