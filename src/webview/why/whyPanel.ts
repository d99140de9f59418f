import * as vscode from 'vscode';
import { type SyntaxJudge } from '../../core/completion/syntaxJudge.ts';
import { describeNoSuggestion } from '../../workbench/describeNoSuggestion.ts';
import { StillPanel } from '../stillPanel.ts';
import { whyHtml, type WhyContent } from './whyHtml.ts';
import { filterWords, originWords, whyStrings } from './whyStrings.ts';
import { whyWords } from './whyWords.ts';

/** Shows the last requests, beside the text. */
export class WhyPanel implements vscode.Disposable {
  readonly #panel = new StillPanel({
    viewType: 'openelm.why',
    title: vscode.l10n.t('Why This Suggestion, or None?'),
    commands: ['openelm.why'],
    isBeside: true,
  });

  constructor(private readonly syntax: SyntaxJudge) {}

  /** Whether somebody has it open. */
  get isOpen(): boolean {
    return this.#panel.isOpen;
  }

  show(content: WhyContent): void {
    const own = { reason: describeNoSuggestion, filter: filterWords, origin: originWords };
    const words = whyWords(vscode.env.language, whyStrings(), own);
    this.#panel.show((nonce) => whyHtml(content, words, nonce, this.syntax));
  }

  dispose(): void {
    this.#panel.dispose();
  }
}
