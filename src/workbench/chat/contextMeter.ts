import * as vscode from 'vscode';
import { chatBudget } from '../../core/chat/chatBudget.ts';
import { type PromptInput } from '../../core/chat/contextBudget.ts';
import { type ContextItem } from '../../core/chat/conversation.ts';
import { estimateTokens, previewPrompt } from '../../core/chat/promptPreview.ts';
import { type CountTokens } from '../../core/chat/shortenContext.ts';
import { TokenCounts } from '../../core/chat/tokenCounts.ts';
import { contextBlock } from '../../core/chat/userMessage.ts';
import { type ContextView } from '../../webview/chatProtocol.ts';
import { type AnsweringModel } from './answeringModel.ts';
import { describeTooLong } from './chatLimits.ts';
import { describeCut } from './describeCut.ts';

/** What the next question would be made of. */
export type NextPrompt = Pick<PromptInput, 'earlier' | 'turn' | 'userPrompts'>;

/** After a change; the engine counts once for all that change within. */
const PAUSE_MS = 250;
const NOTHING: Omit<ContextView, 'chips'> = { usedTokens: 0, limitTokens: 0, isEstimate: true, cuts: [] };

/**
 * How full the context is, and what would not fit, before a question is sent: fitted by the code that sends it, with the
 * tokens that the engine counts. No engine is started for that; without one the tokens are estimated.
 */
export class ContextMeter implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #counts: TokenCounts;
  readonly #subscription: vscode.Disposable;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #measured = 0;
  #view = NOTHING;

  constructor(
    private readonly model: AnsweringModel,
    count: CountTokens,
    private readonly next: () => NextPrompt,
    private readonly onError: (cause: unknown) => void,
  ) {
    this.#counts = new TokenCounts(count);
    this.#subscription = model.onDidChange(() => {
      this.#counts.forget();
    });
  }

  /** As it was measured last. */
  get view(): Omit<ContextView, 'chips'> {
    return this.#view;
  }

  /** Tokens of a piece of context. */
  tokensOf(item: ContextItem): number {
    return this.#counts.of(`${contextBlock(item)}\n\n`) ?? estimateTokens([item.text])[0] ?? 0;
  }

  measureSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#measure().catch(this.onError);
    }, PAUSE_MS);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#measured++;
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  async #measure(): Promise<void> {
    const number = ++this.#measured;
    const isEstimate = !this.model.isLoaded;
    const count: CountTokens = isEstimate
      ? (texts) => Promise.resolve(estimateTokens(texts))
      : this.#counts.count;
    const view = await this.#preview(count, isEstimate);
    if (number === this.#measured) {
      this.#view = view;
      this.#changed.fire();
    }
  }

  async #preview(count: CountTokens, isEstimate: boolean): Promise<Omit<ContextView, 'chips'>> {
    const { model, format } = this.model;
    if (model === undefined || format === undefined) {
      return NOTHING;
    }
    const budgetTokens = chatBudget(model, format).promptTokens;
    const preview = await previewPrompt({ ...this.next(), format, budgetTokens }, count);
    const { wantedTokens, isTooLong, cuts } = preview;
    return {
      usedTokens: wantedTokens,
      limitTokens: budgetTokens,
      isEstimate,
      ...(format.tunedTokens === undefined ? {} : { tunedTokens: format.tunedTokens }),
      cuts: isTooLong ? [describeTooLong(wantedTokens, budgetTokens)] : cuts.map(describeCut),
    };
  }
}
