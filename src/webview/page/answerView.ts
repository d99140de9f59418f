import { type AnswerFigures, type AnswerView as Answer, type TurnView } from '../chatProtocol.ts';
import { AnswerText } from './answerText.ts';
import { iconButton, textButton, toolbar } from './button.ts';
import { element, renderOnce, setShown } from './element.ts';
import { icon, type IconName } from './icon.ts';
import { modelButtons } from './modelButtons.ts';
import { type PageContext } from './pageContext.ts';
import { withVisibleCharacters } from './safeMarkdown/hiddenCharacters.ts';

/** How an answer ended, where that needs a word: a drawing, a sentence and what can be done. */
interface Ending {
  readonly drawing: IconName;
  readonly text: string;
  readonly goesOn: boolean;
}

/** An answer in all its states. */
export class AnswerView {
  readonly root: HTMLElement;
  readonly #page: PageContext;
  readonly #turnId: string;
  readonly #text: AnswerText;
  readonly #name = element('h2');
  readonly #waiting: HTMLElement;
  readonly #notices = element('div', { class: 'notices' });
  readonly #ending = element('div', { class: 'ending' });
  readonly #foot = element('div', { class: 'answer-foot' });

  constructor(page: PageContext, turnId: string) {
    this.#page = page;
    this.#turnId = turnId;
    this.#text = new AnswerText(page);
    const dots = element(
      'span',
      { class: 'dots', 'aria-hidden': 'true' },
      element('i'),
      element('i'),
      element('i'),
    );
    this.#waiting = element('p', { class: 'waiting' }, page.say('waiting'), dots);
    this.root = element(
      'div',
      { class: 'answer' },
      element('div', { class: 'turn-head' }, icon('model'), this.#name),
      this.#notices,
      this.#waiting,
      this.#text.root,
      this.#ending,
      this.#foot,
    );
  }

  /** Shows the answer; `text` is the newest, which may be ahead of the one in the turn. */
  update(turn: TurnView, text: string): void {
    const { answer } = turn;
    const running = answer.kind === 'running';
    this.root.classList.toggle('running', running);
    this.root.setAttribute('aria-busy', String(running));
    this.#name.textContent = withVisibleCharacters(answer.figures?.modelName ?? this.#page.say('answer'));
    setShown(this.#waiting, running && text === '');
    this.updateText(text, running);
    renderOnce(this.#notices, turn.notices, () => turn.notices.map((notice) => this.#notice(notice)));
    // Texts are long, and drawn apart.
    const ending = { ...answer, text: answer.text === '' };
    renderOnce(this.#ending, ending, () => this.#endingParts(answer));
    renderOnce(this.#foot, ending, () => this.#footParts(answer));
  }

  /** Shows more text of a running answer. */
  updateText(text: string, running: boolean): void {
    setShown(this.#waiting, running && text === '');
    this.#text.update(text, !running);
  }

  #notice(text: string): HTMLElement {
    return element('p', { class: 'notice' }, icon('problems'), element('span', {}, text));
  }

  #endingParts(answer: Answer): HTMLElement[] {
    const ending = endingOf(this.#page, answer);
    if (ending === undefined) {
      return [];
    }
    const buttons = [
      textButton(this.#page.say('retry'), () => {
        this.#page.act('regenerate', { turnId: this.#turnId });
      }),
    ];
    if (ending.goesOn) {
      buttons.unshift(
        textButton(this.#page.say('continueAnswer'), () => {
          this.#page.act('continueAnswer', { turnId: this.#turnId });
        }),
      );
    }
    if (answer.kind === 'failed' && answer.isUnasked !== true) {
      buttons.push(...modelButtons(this.#page, 'secondary'));
    }
    const sentence = element(
      'p',
      { class: `ending-text ${answer.kind}` },
      icon(ending.drawing),
      element('span', {}, ending.text),
    );
    return [sentence, element('div', { class: 'buttons' }, ...buttons)];
  }

  #footParts(answer: Answer): HTMLElement[] {
    if (answer.kind === 'running') {
      return [];
    }
    const copy = iconButton('copy', this.#page.say('copyAnswer'), () => {
      this.#page.act('copyAnswer', { turnId: this.#turnId });
      this.#page.announce(this.#page.say('copied'));
    });
    const again = iconButton('regenerate', this.#page.say('regenerate'), () => {
      this.#page.act('regenerate', { turnId: this.#turnId });
    });
    const figures = figuresText(this.#page, answer.figures);
    const buttons = [
      ...(answer.text === '' ? [] : [copy]),
      // Where an answer did not end well, there is a button with words.
      ...(endingOf(this.#page, answer) === undefined ? [again] : []),
    ];
    return [
      element('span', { class: 'figures' }, figures),
      ...(buttons.length > 0 ? [toolbar(this.#page.say('answer'), buttons)] : []),
    ];
  }
}

function endingOf(page: PageContext, answer: Answer): Ending | undefined {
  switch (answer.kind) {
    case 'running':
    case 'done':
      return undefined;
    case 'cut':
      return { drawing: 'problems', text: page.say('cutAnswer'), goesOn: true };
    case 'repeated':
      return { drawing: 'problems', text: page.say('repeatedAnswer'), goesOn: true };
    case 'stopped':
      return { drawing: 'stop', text: page.say('stoppedAnswer'), goesOn: answer.text !== '' };
    case 'interrupted':
      return {
        drawing: 'problems',
        text: page.say('interruptedAnswer', answer.message),
        goesOn: answer.text !== '',
      };
    case 'failed':
      return { drawing: 'error', text: page.say('failedAnswer', answer.message), goesOn: false };
  }
}

function figuresText(page: PageContext, figures: AnswerFigures | undefined): string {
  const parts: string[] = [];
  if (figures?.promptTokens !== undefined) {
    parts.push(page.say('promptTokens', page.count(figures.promptTokens)));
  }
  if (figures?.tokens !== undefined) {
    parts.push(page.say('tokenCount', page.count(figures.tokens)));
  }
  if (figures?.tokensPerSecond !== undefined) {
    parts.push(page.say('tokensPerSecond', page.count(figures.tokensPerSecond, 1)));
  }
  return parts.join(' · ');
}
