import { CodeBlock } from './codeBlock.ts';
import { element } from './element.ts';
import { type PageContext } from './pageContext.ts';
import { type Block, BlockStream } from './safeMarkdown/blockStream.ts';
import { sanitize } from './safeMarkdown/sanitize.ts';
import { showHidden } from './safeMarkdown/showHidden.ts';

/** A longer answer is shown up to here; a model with a context of 2,048 tokens writes a twentieth of it. */
const MAX_MARKDOWN = 200_000;

interface Shown {
  block: Block;
  readonly root: HTMLElement;
  readonly code?: CodeBlock;
}

/** The text of an answer as Markdown, which may grow: what is settled is left alone. */
export class AnswerText {
  readonly root = element('div', { class: 'markdown', dir: 'auto' });
  readonly #page: PageContext;
  readonly #stream: BlockStream;
  readonly #shown: Shown[] = [];
  #source: string | undefined;
  #complete = false;

  constructor(page: PageContext) {
    this.#page = page;
    this.#stream = new BlockStream(page.markdown);
    this.root.addEventListener('click', (event) => {
      this.#follow(event);
    });
    this.root.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') {
        this.#follow(event);
      }
    });
  }

  /** Shows the text; `complete` says that no more will come. */
  update(text: string, complete: boolean): void {
    if (text === this.#source && complete === this.#complete) {
      return;
    }
    const goesOn = !complete && text.startsWith(this.#source ?? '');
    const unchanged = goesOn ? this.#stream.settledCount : 0;
    this.#source = text;
    this.#complete = complete;
    const source = text.slice(0, MAX_MARKDOWN);
    const blocks = complete ? this.#stream.finish(source) : this.#stream.update(source);
    for (let index = unchanged; index < blocks.length; index++) {
      this.#show(index, blocks[index], complete || index < this.#stream.settledCount);
    }
    for (const { root } of this.#shown.splice(blocks.length)) {
      root.remove();
    }
    if (text.length > MAX_MARKDOWN && complete) {
      const left = this.#page.count(text.length - MAX_MARKDOWN);
      this.root.append(element('p', { class: 'quiet' }, this.#page.say('textCut', left)));
    }
  }

  #show(index: number, block: Block | undefined, settled: boolean): void {
    const old = this.#shown[index];
    if (block === undefined) {
      return;
    }
    if (block.kind === 'code') {
      const sameLanguage = old?.block.kind === 'code' && old.block.language === block.language;
      const code = (sameLanguage ? old.code : undefined) ?? new CodeBlock(this.#page, block.language);
      code.update(block.text, settled);
      this.#place(index, { block, root: code.root, code });
    } else if (old?.block.kind !== 'markup' || old.block.html !== block.html) {
      this.#place(index, { block, root: this.#markup(block.html) });
    }
  }

  #place(index: number, shown: Shown): void {
    const old = this.#shown[index];
    this.#shown[index] = shown;
    if (old === undefined) {
      this.root.append(shown.root);
    } else if (old.root !== shown.root) {
      old.root.replaceWith(shown.root);
    }
  }

  #markup(html: string): HTMLElement {
    const root = element('div', { class: 'block' });
    root.append(sanitize(html));
    for (const pre of root.querySelectorAll<HTMLElement>('pre[data-language]')) {
      const code = new CodeBlock(this.#page, pre.dataset['language'] ?? '');
      code.update(pre.textContent, true);
      pre.replaceWith(code.root);
    }
    for (const table of root.querySelectorAll('.table')) {
      table.setAttribute('role', 'region');
      const head = table.querySelector('tr')?.textContent.replaceAll(/\s+/gu, ' ').trim();
      table.setAttribute('aria-label', head?.slice(0, 80) ?? '');
    }
    showHidden(root, this.#page.say('hiddenCharacter'));
    return root;
  }

  #follow(event: Event): void {
    const link = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-href]') : null;
    if (link !== null) {
      event.preventDefault();
      event.stopPropagation();
      this.#page.act('openLink', { href: link.dataset['href'] ?? '' });
    }
  }
}
