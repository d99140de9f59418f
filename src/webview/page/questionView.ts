import { type TurnView } from '../chatProtocol.ts';
import { iconButton, textButton, toolbar } from './button.ts';
import { element, setShown } from './element.ts';
import { icon } from './icon.ts';
import { type PageContext } from './pageContext.ts';
import { showHidden } from './safeMarkdown/showHidden.ts';
import { withVisibleCharacters } from './safeMarkdown/hiddenCharacters.ts';

/** A longer question, such as a pasted file, is folded. */
const FOLDED_LENGTH = 1200;
const FOLDED_LINES = 14;
const MAX_SHOWN = 100_000;

/** What the user asked, with what went along; it can be edited, which starts the conversation anew from there. */
export class QuestionView {
  readonly root: HTMLElement;
  readonly #page: PageContext;
  readonly #turn: TurnView;
  readonly #shown: HTMLElement;
  readonly #editButton: HTMLButtonElement;
  #editor: HTMLElement | undefined;

  constructor(page: PageContext, turn: TurnView) {
    this.#page = page;
    this.#turn = turn;
    this.#editButton = iconButton('edit', page.say('editRequest'), () => {
      this.edit();
    });
    const head = element(
      'div',
      { class: 'turn-head' },
      element('h2', {}, page.say('question')),
      toolbar(page.say('question'), [this.#editButton]),
    );
    this.#shown = element('div', { class: 'question-text', dir: 'auto' });
    this.#showText(isLong(turn.question));
    this.root = element('div', { class: 'question' }, head, this.#shown, ...this.#contextList());
  }

  /** Puts the question into a text field, with the cursor at its end. */
  edit(): void {
    if (this.#editor !== undefined) {
      return;
    }
    const { question, id } = this.#turn;
    const field = element('textarea', {
      class: 'field',
      rows: '3',
      'aria-label': this.#page.say('editRequest'),
      dir: 'auto',
    });
    field.value = question;
    const save = (): void => {
      if (field.value.trim() !== '') {
        this.#close();
        this.#page.act('edit', { turnId: id, text: field.value });
      }
    };
    const cancel = (): void => {
      this.#close();
      this.#editButton.focus();
    };
    field.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') {
        event.stopPropagation();
        cancel();
      } else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        save();
      }
    });
    const buttons = element(
      'div',
      { class: 'buttons' },
      textButton(this.#page.say('save'), save, 'primary'),
      textButton(this.#page.say('cancel'), cancel),
    );
    this.#editor = element('div', { class: 'question-editor' }, field, buttons);
    this.#shown.after(this.#editor);
    setShown(this.#shown, false);
    field.focus();
  }

  #close(): void {
    this.#editor?.remove();
    this.#editor = undefined;
    setShown(this.#shown, true);
  }

  #showText(folded: boolean): void {
    const { question } = this.#turn;
    const text = folded ? fold(question) : question.slice(0, MAX_SHOWN);
    this.#shown.replaceChildren(text);
    showHidden(this.#shown, this.#page.say('hiddenCharacter'));
    if (question.length > MAX_SHOWN && !folded) {
      const left = this.#page.count(question.length - MAX_SHOWN);
      this.#shown.append(element('p', { class: 'quiet' }, this.#page.say('textCut', left)));
    }
    if (isLong(question)) {
      const toggle = textButton(
        this.#page.say(folded ? 'showMore' : 'showLess'),
        () => {
          this.#showText(!folded);
          this.#shown.querySelector('button')?.focus();
        },
        'link',
      );
      toggle.setAttribute('aria-expanded', String(!folded));
      this.#shown.append(folded ? '… ' : ' ', toggle);
    }
  }

  #contextList(): HTMLElement[] {
    const { context } = this.#turn;
    if (context.length === 0) {
      return [];
    }
    const items = context.map(({ kind, label, title }) =>
      element(
        'li',
        { class: 'chip', title: withVisibleCharacters(title) },
        icon(kind),
        element('span', { class: 'chip-label', dir: 'auto' }, withVisibleCharacters(label)),
      ),
    );
    return [element('ul', { class: 'chips', 'aria-label': this.#page.say('attachedContext') }, ...items)];
  }
}

function isLong(text: string): boolean {
  return text.length > FOLDED_LENGTH || text.split('\n', FOLDED_LINES + 2).length > FOLDED_LINES + 1;
}

function fold(text: string): string {
  return text.slice(0, FOLDED_LENGTH).split('\n', FOLDED_LINES).join('\n');
}
