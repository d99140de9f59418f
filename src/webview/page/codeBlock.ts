import { type CodeAction } from '../chatProtocol.ts';
import { iconButton, toolbar } from './button.ts';
import { element } from './element.ts';
import { icon, type IconName } from './icon.ts';
import { type PageContext } from './pageContext.ts';
import { highlight } from './safeMarkdown/highlight.ts';
import { sanitize } from './safeMarkdown/sanitize.ts';
import { showHidden } from './safeMarkdown/showHidden.ts';

const ACTIONS = [
  ['copy', 'copy', 'copyCode'],
  ['insert', 'insert', 'insertCode'],
  ['replace', 'replace', 'replaceCode'],
  ['diff', 'diff', 'diffCode'],
  ['newFile', 'newFile', 'newFile'],
] as const satisfies readonly (readonly [CodeAction, IconName, string])[];
/** How long the check mark stands in for the copy icon. */
const COPIED_MS = 1500;
/** More is not drawn: a page that holds a file of megabytes answers to no key. The buttons take all of it. */
const MAX_SHOWN = 200_000;
/** Colours may take this share of the time while code streams in; what is newer waits in one colour. */
const COLOUR_SHARE = 0.2;

/** One block of code with its buttons. It keeps its element while its text grows, so a button is never lost. */
export class CodeBlock {
  readonly root: HTMLElement;
  readonly #page: PageContext;
  readonly #code = element('code');
  readonly #language: string;
  #text = '';
  #colouredLength = 0;
  #colourAgainAt = 0;

  constructor(page: PageContext, language: string) {
    this.#page = page;
    this.#language = language;
    const label = page.say('codeIn', language === '' ? '…' : language);
    const buttons = ACTIONS.map(([action, drawing, key]) => {
      const button = iconButton(drawing, page.say(key), () => {
        page.act('code', { action, text: this.#text, language });
        if (action === 'copy') {
          this.#confirmCopy(button);
        }
      });
      button.dataset['code'] = action;
      return button;
    });
    this.root = element(
      'div',
      { class: 'code-block' },
      element(
        'div',
        { class: 'code-head' },
        element('span', { class: 'language' }, language),
        toolbar(label, buttons),
      ),
      element('pre', { tabindex: '0', role: 'region', 'aria-label': label, dir: 'ltr' }, this.#code),
    );
  }

  /** Shows the text; `complete` colours all of it whatever it costs. */
  update(text: string, complete: boolean): void {
    const now = performance.now();
    const grown = text.startsWith(this.#text) ? text.slice(this.#text.length) : undefined;
    const behind = this.#colouredLength < text.length;
    if (grown === '' && !(complete && behind)) {
      return;
    }
    this.#text = text;
    if (grown === undefined || complete || now >= this.#colourAgainAt) {
      this.#colour(text);
      const spent = performance.now() - now;
      this.#colourAgainAt = now + spent / COLOUR_SHARE;
    } else {
      this.#code.append(grown);
    }
  }

  #colour(text: string): void {
    const shown = text.slice(0, MAX_SHOWN);
    const html = highlight(shown, this.#language);
    this.#code.replaceChildren(html === undefined ? shown : sanitize(html));
    if (text.length > MAX_SHOWN) {
      const left = this.#page.count(text.length - MAX_SHOWN);
      this.#code.append(element('span', { class: 'quiet' }, `\n${this.#page.say('textCut', left)}`));
    }
    showHidden(this.#code, this.#page.say('hiddenCharacter'));
    this.#colouredLength = text.length;
  }

  #confirmCopy(button: HTMLButtonElement): void {
    this.#page.announce(this.#page.say('copied'));
    button.replaceChildren(icon('check'));
    setTimeout(() => {
      button.replaceChildren(icon('copy'));
    }, COPIED_MS);
  }
}
