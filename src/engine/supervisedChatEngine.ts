import {
  ChatFailure,
  ContextTooSmall,
  type ChatEngine,
  type ChatModel,
  type ChatRequest,
  type ChatResult,
} from '../core/chat/chatEngine.ts';
import { type AnswerEnd } from '../core/chat/conversation.ts';
import { type readChatTemplates, type TemplateSources } from '../models/chatTemplate.ts';
import { toEngineError, type EngineError } from './engineError.ts';
import { type GenerateResult } from './protocol.ts';
import { contextThereIs } from './smallerContext.ts';
import { type Supervisor } from './supervisor.ts';

interface ReadTemplates {
  readonly of: TemplateSources;
  readonly read: ReturnType<typeof readChatTemplates>;
}

/** A chat's view of the supervised engine. */
export class SupervisedChatEngine implements ChatEngine {
  /** Reading templates takes longer than using it. */
  #templates: ReadTemplates | undefined;

  constructor(
    private readonly supervisor: Supervisor,
    /** What went wrong and what to do, for the person who asked. */
    private readonly describe: (error: EngineError) => string,
    /** The file of the model that answers; undefined for the one that completions use. */
    private readonly modelPath: () => string | undefined = () => undefined,
  ) {}

  async model(): Promise<ChatModel> {
    const model = await this.#asked(() => this.supervisor.model(this.modelPath()));
    const { name, architecture, chatContextTokens: contextTokens, prefillSpeed: readingSpeed } = model;
    return { name, architecture, contextTokens, readingSpeed, ...(await this.#templatesOf(model)) };
  }

  countTokens(texts: readonly string[]): Promise<readonly number[]> {
    return this.#asked(() => this.supervisor.countTokens(texts, this.modelPath()));
  }

  async generate(
    { conversationId, pieces, ...parameters }: ChatRequest,
    signal: AbortSignal,
    onText: (chunk: { readonly text: string; readonly tokens: number }) => void,
  ): Promise<ChatResult> {
    const request = {
      purpose: 'chat',
      group: conversationId,
      prompt: { kind: 'pieces', pieces },
      ...parameters,
      modelPath: this.modelPath(),
    } as const;
    const result = await this.#asked(() => this.supervisor.generate(request, signal, onText));
    return {
      promptTokens: result.promptTokens,
      tokensPerSecond: tokensPerSecond(result),
      endedBy: endedBy(result),
      atStopText: result.stopReason === 'stopText',
    };
  }

  async #templatesOf(of: TemplateSources): Promise<ReadTemplates['read']> {
    // Not loaded with the extension: most of what this reads is a programming language.
    const { readChatTemplates } = await import('../models/chatTemplate.ts');
    const { chatTemplate, toolTemplate } = this.#templates?.of ?? {};
    if (
      this.#templates === undefined ||
      chatTemplate !== of.chatTemplate ||
      toolTemplate !== of.toolTemplate
    ) {
      this.#templates = { of, read: readChatTemplates(of) };
    }
    return this.#templates.read;
  }

  async #asked<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      const end = this.#endBy(toEngineError(error, 'engineCrashed'));
      throw contextThereIs(error) === undefined ? new ChatFailure(end) : new ContextTooSmall(end);
    }
  }

  #endBy(error: EngineError): AnswerEnd {
    switch (error.code) {
      case 'engineCrashed':
      case 'engineHung':
        return { kind: 'interrupted', reason: 'engineEnded' };
      case 'engineStopped':
      case 'noSuchModel':
        // Another model was chosen, or the engine was ended for another window.
        return { kind: 'interrupted', reason: 'engineReplaced' };
      case 'cancelled':
      case 'superseded':
        return { kind: 'stopped' };
      case 'modelRejected':
      case 'modelLoadFailed':
      case 'adapterRejected':
      case 'outOfMemory':
      case 'backendFailed':
      case 'unsupportedHost':
      case 'protocolMismatch':
      case 'gaveUp':
      case 'noFillInTheMiddle':
      case 'promptTooLong':
      case 'invalidParams':
        return { kind: 'failed', message: this.describe(error) };
    }
  }
}

function tokensPerSecond({ generatedTokens, firstTokenMs, totalMs }: GenerateResult): number {
  // The first token's time is the prompt's.
  const decodeMs = totalMs - (firstTokenMs ?? totalMs);
  return generatedTokens > 1 && decodeMs > 0 ? (1000 * (generatedTokens - 1)) / decodeMs : 0;
}

function endedBy({ stopReason }: GenerateResult): ChatResult['endedBy'] {
  switch (stopReason) {
    case 'endOfText':
    case 'stopText':
    case 'invalidText':
      return 'model';
    case 'maxTokens':
      return 'limit';
    case 'aborted':
      return 'aborted';
  }
}
