import { type ChatState } from '../chatProtocol.ts';
import { element, renderOnce, setShown } from './element.ts';
import { icon } from './icon.ts';
import { modelButtons } from './modelButtons.ts';
import { type PageContext } from './pageContext.ts';

/** The page before the first question. */
export class Welcome {
  readonly root = element('section', { class: 'panel welcome' });
  readonly #page: PageContext;
  readonly #compose: (text: string) => void;

  constructor(page: PageContext, compose: (text: string) => void) {
    this.#page = page;
    this.#compose = compose;
  }

  update({ turns, model, offers }: ChatState): void {
    setShown(this.root, turns.length === 0 && model.kind === 'ready');
    const limits = model.kind === 'ready' ? model.limits : undefined;
    renderOnce(this.root, [offers, limits], () => [
      icon('symbol'),
      element('h2', {}, this.#page.say('emptyTitle')),
      element('p', {}, icon('shield'), this.#page.say('emptyHint')),
      ...(limits === undefined ? [] : [this.#limits(limits)]),
      element(
        'div',
        { class: 'offers' },
        ...offers.map(({ label, detail, insert }) => this.#offer(label, detail, insert)),
      ),
    ]);
  }

  /** What the model can't do, before someone finds out, and the way to a better one. */
  #limits(text: string): HTMLElement {
    const buttons = element('div', { class: 'buttons' }, ...modelButtons(this.#page));
    const words = element('p', { class: 'notice' }, icon('problems'), element('span', {}, text));
    return element('div', { class: 'limits' }, words, buttons);
  }

  #offer(label: string, detail: string, insert: string): HTMLElement {
    const button = element(
      'button',
      { type: 'button', class: 'offer' },
      element('strong', { dir: 'ltr' }, label),
      element('span', { class: 'quiet' }, detail),
    );
    button.addEventListener('click', () => {
      this.#compose(insert);
    });
    return button;
  }
}
