import { type ChatState } from '../chatProtocol.ts';
import { element, renderOnce, setShown } from './element.ts';
import { icon } from './icon.ts';
import { type PageContext } from './pageContext.ts';

/** Commands offered on an empty page; the rest are a `/` away. */
const OFFERED = 4;

/** The page before the first question. */
export class Welcome {
  readonly root = element('section', { class: 'panel welcome' });
  readonly #page: PageContext;
  readonly #compose: (text: string) => void;

  constructor(page: PageContext, compose: (text: string) => void) {
    this.#page = page;
    this.#compose = compose;
  }

  update({ turns, model, slashCommands }: ChatState): void {
    setShown(this.root, turns.length === 0 && model.kind === 'ready');
    const offered = slashCommands.slice(0, OFFERED);
    renderOnce(this.root, offered, () => [
      icon('symbol'),
      element('h2', {}, this.#page.say('emptyTitle')),
      element('p', {}, icon('shield'), this.#page.say('emptyHint')),
      element(
        'div',
        { class: 'offers' },
        ...offered.map(({ label, detail, insert }) => this.#offer(label, detail, insert)),
      ),
    ]);
  }

  #offer(label: string, detail: string, insert: string): HTMLElement {
    const button = element(
      'button',
      { type: 'button', class: 'offer' },
      element('strong', {}, label),
      element('span', { class: 'quiet' }, detail),
    );
    button.addEventListener('click', () => {
      this.#compose(`${insert} `);
    });
    return button;
  }
}
