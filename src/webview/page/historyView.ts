import { type ChatState, type ConversationSummary } from '../chatProtocol.ts';
import { iconButton, toolbar } from './button.ts';
import { element, renderOnce, setShown } from './element.ts';
import { type PageContext } from './pageContext.ts';
import { withVisibleCharacters } from './safeMarkdown/hiddenCharacters.ts';

const SEARCH_PAUSE_MS = 200;
const MAX_QUERY = 200;

/** The earlier conversations in place of the current one: searched by title at once, by content when the host knows. */
export class HistoryView {
  readonly root: HTMLElement;
  readonly #page: PageContext;
  readonly #close: () => void;
  readonly #search: HTMLInputElement;
  readonly #list = element('ul', { class: 'conversations' });
  readonly #nothing = element('p', { class: 'quiet nothing', role: 'status' });
  #conversations: readonly ConversationSummary[] = [];
  #currentId = '';
  #found: { readonly query: string; readonly ids: ReadonlySet<string> } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param close is called to go back to the conversation */
  constructor(page: PageContext, close: () => void) {
    this.#page = page;
    this.#close = close;
    this.#search = element('input', {
      class: 'field',
      type: 'search',
      dir: 'auto',
      placeholder: page.say('search'),
      'aria-label': page.say('search'),
      maxlength: String(MAX_QUERY),
    });
    this.#search.addEventListener('input', () => {
      this.#ask();
      this.#show();
    });
    this.#list.setAttribute('aria-label', page.say('conversations'));
    this.root = element(
      'main',
      { class: 'history', 'aria-label': page.say('conversations') },
      this.#search,
      this.#list,
      this.#nothing,
    );
    this.root.addEventListener('keydown', (event) => {
      this.#handleKey(event);
    });
    setShown(this.root, false);
  }

  open(): void {
    this.#search.value = '';
    this.#show();
    setShown(this.root, true);
    this.#search.focus();
  }

  update({ conversations, conversationId }: ChatState): void {
    this.#conversations = conversations;
    this.#currentId = conversationId;
    this.#show();
  }

  /** The host's answer to a search by content. */
  found(query: string, ids: readonly string[]): void {
    this.#found = { query, ids: new Set(ids) };
    this.#show();
  }

  #ask(): void {
    clearTimeout(this.#timer);
    const query = this.#search.value.trim();
    if (query !== '') {
      this.#timer = setTimeout(() => {
        this.#page.act('searchConversations', { query });
      }, SEARCH_PAUSE_MS);
    }
  }

  #show(): void {
    const query = this.#search.value.trim();
    const wanted = query.toLowerCase();
    const byContent = this.#found?.query === query ? this.#found.ids : undefined;
    const shown = this.#conversations.filter(
      ({ id, title }) => title.toLowerCase().includes(wanted) || byContent?.has(id) === true,
    );
    const focused = this.#rows().findIndex((row) => row.contains(document.activeElement));
    renderOnce(this.#list, [shown, this.#currentId], () => shown.map((summary) => this.#row(summary)));
    if (focused >= 0 && !this.#list.contains(document.activeElement)) {
      (this.#opener(Math.min(focused, shown.length - 1)) ?? this.#search).focus();
    }
    setShown(this.#list, shown.length > 0);
    setShown(this.#nothing, shown.length === 0);
    this.#nothing.textContent = this.#page.say(query === '' ? 'noConversations' : 'nothingFound');
  }

  #row({ id, title, when }: ConversationSummary): HTMLElement {
    const open = element(
      'button',
      // The title decides at which edge both lines begin; the date keeps its own order of words.
      {
        type: 'button',
        class: 'conversation',
        dir: 'auto',
        'aria-current': id === this.#currentId && 'true',
      },
      element('span', { class: 'conversation-title' }, withVisibleCharacters(title)),
      element('span', { class: 'quiet', dir: 'auto' }, when),
    );
    open.addEventListener('click', () => {
      this.#page.act('openConversation', { id });
      this.#close();
    });
    const row = element('li', {});
    const bar = toolbar(title, [
      iconButton('edit', this.#page.say('renameConversation'), () => {
        this.#rename(row, id, title);
      }),
      iconButton('export', this.#page.say('exportConversation'), () => {
        this.#page.act('exportConversation', { id });
      }),
      iconButton('delete', this.#page.say('deleteConversation'), () => {
        this.#page.act('deleteConversation', { id });
      }),
    ]);
    row.append(open, bar);
    return row;
  }

  #rename(row: HTMLElement, id: string, title: string): void {
    const field = element('input', {
      class: 'field',
      dir: 'auto',
      maxlength: '120',
      'aria-label': this.#page.say('renameConversation'),
    });
    field.value = title;
    const old = [...row.childNodes];
    const end = (): void => {
      row.replaceChildren(...old);
      row.querySelector('button')?.focus();
    };
    field.addEventListener('keydown', (event) => {
      event.stopPropagation();
      if (event.key === 'Enter' && !event.isComposing && field.value.trim() !== '') {
        this.#page.act('renameConversation', { id, title: field.value.trim() });
        end();
      } else if (event.key === 'Escape') {
        end();
      }
    });
    row.replaceChildren(field);
    field.focus();
    field.select();
  }

  #handleKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      this.#close();
      return;
    }
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by !== 0) {
      event.preventDefault();
      const at = this.#rows().findIndex((row) => row.contains(document.activeElement));
      (this.#opener(at + by) ?? this.#search).focus();
    }
  }

  #rows(): Element[] {
    return [...this.#list.children];
  }

  #opener(index: number): HTMLElement | null | undefined {
    return this.#rows()[index]?.querySelector<HTMLElement>('.conversation');
  }
}
