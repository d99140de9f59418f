import {
  ChatFailure,
  ContextTooSmall,
  type ChatEngine,
  type ChatModel,
  type ChatRequest,
  type ChatResult,
} from '../../src/core/chat/chatEngine.ts';
import { type AnswerEnd } from '../../src/core/chat/conversation.ts';
import { type PromptPiece } from '../../src/core/chat/promptPiece.ts';

/** A generation that the test drives by hand. */
export interface DrivenAnswer {
  readonly request: ChatRequest;
  readonly signal: AbortSignal;
  write(text: string): void;
  end(endedBy?: ChatResult['endedBy'], more?: Pick<ChatResult, 'atStopText'>): void;
  fail(end: AnswerEnd): void;
  /** There is no memory for a larger context than one of so many tokens. */
  refuseContext(contextTokens: number): void;
}

/** A chat engine whose answers the test writes; a token is a word. */
export class ScriptedChat implements ChatEngine {
  readonly answers: DrivenAnswer[] = [];
  failure: AnswerEnd | undefined;
  readonly #waiting: ((answer: DrivenAnswer) => void)[] = [];
  talking: ChatModel = { name: 'Scripted', architecture: 'llama', contextTokens: 400 };

  /** The next generation that is asked for from now on. */
  nextAnswer(): Promise<DrivenAnswer> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  model(): Promise<ChatModel> {
    return this.failure === undefined
      ? Promise.resolve(this.talking)
      : Promise.reject(new ChatFailure(this.failure));
  }

  countTokens(texts: readonly string[]): Promise<readonly number[]> {
    return Promise.resolve(countWords(texts));
  }

  generate(
    request: ChatRequest,
    signal: AbortSignal,
    onText: (chunk: { readonly text: string; readonly tokens: number }) => void,
  ): Promise<ChatResult> {
    return new Promise((resolve, reject) => {
      const result = { promptTokens: 10, tokensPerSecond: 25 };
      signal.addEventListener('abort', () => {
        resolve({ ...result, endedBy: 'aborted' });
      });
      const answer: DrivenAnswer = {
        request,
        signal,
        write: (text) => {
          onText({ text, tokens: 1 });
        },
        end: (endedBy = 'model', more = {}) => {
          resolve({ ...result, endedBy, ...more });
        },
        fail: (end) => {
          reject(new ChatFailure(end));
        },
        refuseContext: (contextTokens) => {
          this.talking = { ...this.talking, contextTokens };
          reject(new ContextTooSmall({ kind: 'failed', message: 'No memory.' }));
        },
      };
      this.answers.push(answer);
      for (const take of this.#waiting.splice(0)) {
        take(answer);
      }
    });
  }
}

/** Words of each text, as its tokens. */
export function countWords(texts: readonly string[]): readonly number[] {
  return texts.map((text) => text.match(/\S+/gu)?.length ?? 0);
}

/** Pieces as a model's documentation would print them. */
export function printed(pieces: readonly PromptPiece[]): string {
  return pieces
    .map((piece) => ('text' in piece ? piece.text : 'markup' in piece ? piece.markup : piece.control))
    .join('');
}
