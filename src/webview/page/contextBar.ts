import { type ContextChip, type ContextView } from '../chatProtocol.ts';
import { iconButton } from './button.ts';
import { element, renderOnce, setShown } from './element.ts';
import { icon } from './icon.ts';
import { type PageContext } from './pageContext.ts';
import { withVisibleCharacters } from './safeMarkdown/hiddenCharacters.ts';

/** What goes along with the next question: chips that can be removed, what was cut, and how full the context is. */
export class ContextBar {
  readonly root: HTMLElement;
  /** Shown apart from the chips, beside the button that sends. */
  readonly meter: HTMLElement;
  readonly #page: PageContext;
  readonly #chips = element('ul', { class: 'chips' });
  readonly #cuts = element('ul', { class: 'cuts' });
  readonly #bar = element('div', { class: 'meter-bar' }, element('div', { class: 'meter-fill' }));
  readonly #figure = element('span', { class: 'meter-figure' });
  #cutCount = 0;

  constructor(page: PageContext) {
    this.#page = page;
    this.#chips.setAttribute('aria-label', page.say('attachedContext'));
    const add = iconButton('add', page.say('addContext'), () => {
      page.act('pickContext', {});
    });
    add.classList.add('add-context');
    this.root = element(
      'div',
      { class: 'context-bar' },
      element('div', { class: 'context-row' }, add, this.#chips),
      this.#cuts,
    );
    this.meter = element(
      'div',
      { class: 'meter', role: 'meter', 'aria-label': page.say('attachedContext'), 'aria-valuemin': '0' },
      this.#bar,
      this.#figure,
    );
  }

  update(view: ContextView): void {
    const { chips, cuts } = view;
    const hadFocus = this.#chips.contains(document.activeElement);
    const at = [...this.#chips.querySelectorAll('button')].findIndex(
      (button) => button === document.activeElement,
    );
    renderOnce(this.#chips, chips, () => chips.map((chip) => this.#chip(chip)));
    setShown(this.#chips, chips.length > 0);
    if (hadFocus && !this.#chips.contains(document.activeElement)) {
      const buttons = [...this.#chips.querySelectorAll('button')];
      (buttons[Math.min(at, buttons.length - 1)] ?? this.root.querySelector('button'))?.focus();
    }
    // Which lines fit changes with the cursor; that is not read out each time.
    if (cuts.length > this.#cutCount) {
      this.#page.announce(cuts.join(' '));
    }
    this.#cutCount = cuts.length;
    renderOnce(this.#cuts, cuts, () =>
      cuts.map((text) => element('li', {}, icon('problems'), element('span', {}, text))),
    );
    setShown(this.#cuts, cuts.length > 0);
    this.#showMeter(view);
  }

  #showMeter(view: ContextView): void {
    const { usedTokens: used, limitTokens: limit } = view;
    const full = used > limit;
    setShown(this.meter, limit > 0);
    const about = view.isEstimate ? '≈ ' : '';
    this.#figure.textContent = `${about}${this.#page.count(used)} / ${this.#page.count(limit)}`;
    this.meter.title = this.#meterWords(view).join(' ');
    this.meter.setAttribute('aria-valuemax', String(limit));
    this.meter.setAttribute('aria-valuenow', String(Math.min(used, limit)));
    this.meter.setAttribute('aria-valuetext', this.meter.title);
    this.meter.classList.toggle('full', full);
    this.#bar.style.setProperty('--filled', limit > 0 ? String(Math.min(1, used / limit)) : '0');
  }

  #meterWords({ usedTokens, limitTokens, tunedTokens, isEstimate }: ContextView): string[] {
    const { say, count } = this.#page;
    return [
      say(isEstimate ? 'contextEstimate' : 'contextMeter', count(usedTokens), count(limitTokens)),
      ...(usedTokens > limitTokens ? [say('contextFull')] : []),
      ...(tunedTokens !== undefined && usedTokens > tunedTokens
        ? [say('contextTuned', count(tunedTokens))]
        : []),
    ];
  }

  #chip({ id, kind, label, title, tokens }: ContextChip): HTMLElement {
    const name = withVisibleCharacters(label);
    const cost = tokens === undefined ? '' : `\n${this.#page.say('tokenCount', this.#page.count(tokens))}`;
    const remove = iconButton('close', this.#page.say('removeContext', name), () => {
      this.#page.act('removeContext', { id });
    });
    return element(
      'li',
      { class: 'chip', title: withVisibleCharacters(title) + cost },
      icon(kind),
      element('span', { class: 'chip-label', dir: 'auto' }, name),
      remove,
    );
  }
}
