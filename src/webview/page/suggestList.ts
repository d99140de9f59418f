import { type Suggestion } from '../chatProtocol.ts';
import { element, setShown } from './element.ts';
import { withVisibleCharacters } from './safeMarkdown/hiddenCharacters.ts';

const MAX_SHOWN = 50;
let lists = 0;

/** A list box above a text field; the focus stays in the field, which names the active option. */
export class SuggestList {
  readonly root: HTMLElement;
  readonly #field: HTMLTextAreaElement;
  readonly #accept: (item: Suggestion) => void;
  readonly #id = `suggestions-${++lists}`;
  #items: readonly Suggestion[] = [];
  #active = 0;

  constructor(field: HTMLTextAreaElement, label: string, accept: (item: Suggestion) => void) {
    this.#field = field;
    this.#accept = accept;
    this.root = element('ul', { class: 'suggestions', role: 'listbox', id: this.#id, 'aria-label': label });
    // The field must not lose the focus to a press on the list.
    this.root.addEventListener('mousedown', (event) => {
      event.preventDefault();
    });
    this.show([]);
  }

  get open(): boolean {
    return this.#items.length > 0;
  }

  /** Shows the items; none closes the list. */
  show(items: readonly Suggestion[]): void {
    this.#items = items.slice(0, MAX_SHOWN);
    this.#active = 0;
    this.root.replaceChildren(...this.#items.map((item, index) => this.#option(item, index)));
    setShown(this.root, this.open);
    this.#markActive();
  }

  /** Handles a key of the field; true when it was meant for the list. */
  handleKey(event: KeyboardEvent): boolean {
    if (!this.open || event.isComposing) {
      return false;
    }
    switch (event.key) {
      case 'ArrowDown':
        this.#move(1);
        return true;
      case 'ArrowUp':
        this.#move(-1);
        return true;
      case 'Enter':
      case 'Tab':
        if (event.shiftKey) {
          return false;
        }
        this.#choose(this.#items[this.#active]);
        return true;
      case 'Escape':
        this.show([]);
        return true;
      default:
        return false;
    }
  }

  #option(item: Suggestion, index: number): HTMLElement {
    const [label, detail] = [item.label, item.detail].map(withVisibleCharacters) as [string, string];
    const option = element(
      'li',
      { role: 'option', id: `${this.#id}-${index}`, class: 'suggestion' },
      // Paths and commands are written from left to right in every language.
      element('span', { class: 'suggestion-label', dir: 'ltr' }, label),
      element('span', { class: 'quiet', dir: 'auto' }, detail),
    );
    option.title = detail;
    option.addEventListener('click', () => {
      this.#choose(item);
    });
    return option;
  }

  #choose(item: Suggestion | undefined): void {
    this.show([]);
    if (item !== undefined) {
      this.#accept(item);
    }
  }

  #move(by: number): void {
    this.#active = (this.#active + by + this.#items.length) % this.#items.length;
    this.#markActive();
  }

  #markActive(): void {
    for (const [index, option] of [...this.root.children].entries()) {
      option.setAttribute('aria-selected', String(index === this.#active));
    }
    const active = this.root.children[this.#active];
    active?.scrollIntoView({ block: 'nearest' });
    if (active === undefined) {
      this.#field.removeAttribute('aria-activedescendant');
      this.#field.removeAttribute('aria-controls');
    } else {
      this.#field.setAttribute('aria-controls', this.#id);
      this.#field.setAttribute('aria-activedescendant', active.id);
    }
  }
}
