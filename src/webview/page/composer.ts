import { type ChatState, type ModelView, type Suggestion } from '../chatProtocol.ts';
import { iconButton } from './button.ts';
import { ContextBar } from './contextBar.ts';
import { element, setShown } from './element.ts';
import { icon } from './icon.ts';
import { type PageContext } from './pageContext.ts';
import { withVisibleCharacters } from './safeMarkdown/hiddenCharacters.ts';
import { SuggestList } from './suggestList.ts';
import { type SuggestTrigger, suggestTrigger } from './suggestTrigger.ts';

/** The host counts tokens of the draft at this pause, not with every key. */
const DRAFT_PAUSE_MS = 250;

/** As in the style: then the field is one line high and shares it with the buttons. */
const LOW_VIEW = '(max-height: 340px)';

/** What the composer asks of the page around it. */
export interface ComposerOptions {
  readonly draft: string;
  readonly onDraft: (text: string) => void;
  readonly editLast: () => void;
}

/** Where a question is written: context, text with suggestions, the model and the button that sends or stops. */
export class Composer {
  readonly root: HTMLElement;
  readonly #page: PageContext;
  readonly #options: ComposerOptions;
  readonly #field: HTMLTextAreaElement;
  readonly #list: SuggestList;
  readonly #context: ContextBar;
  readonly #model: HTMLButtonElement;
  readonly #modelName = element('span', { class: 'model-name', dir: 'auto' });
  readonly #format = element('span', { class: 'model-format quiet' });
  readonly #send: HTMLButtonElement;
  readonly #stop: HTMLButtonElement;
  #commands: readonly Suggestion[] = [];
  #asked: (SuggestTrigger & { readonly requestId: number }) | undefined;
  #requests = 0;
  #draftTimer: ReturnType<typeof setTimeout> | undefined;
  #running = false;
  #canSend = false;

  constructor(page: PageContext, options: ComposerOptions) {
    this.#page = page;
    this.#options = options;
    this.#field = element('textarea', {
      class: 'field',
      rows: '1', // the least; the style has two where there is room
      dir: 'auto',
      'aria-label': page.say('askPlaceholder'),
      'aria-description': page.say('askHint'),
      'aria-autocomplete': 'list',
    });
    this.#field.value = options.draft;
    this.#list = new SuggestList(this.#field, page.say('suggestions'), (item) => {
      this.#accept(item);
    });
    this.#context = new ContextBar(page);
    this.#send = iconButton('send', page.say('send'), () => {
      this.#submit();
    });
    this.#stop = iconButton('stop', page.say('stop'), () => {
      page.act('stop', {});
      this.#field.focus();
    });
    this.#send.classList.add('send');
    this.#stop.classList.add('send', 'stop');
    this.#model = element(
      'button',
      { type: 'button', class: 'model-button' },
      icon('model'),
      this.#modelName,
      this.#format,
    );
    this.#model.addEventListener('click', () => {
      page.act('pickModel', {});
    });
    const row = element(
      'div',
      { class: 'composer-row' },
      this.#model,
      this.#context.meter,
      this.#send,
      this.#stop,
    );
    const box = element(
      'div',
      { class: 'composer-box' },
      this.#list.root,
      this.#context.root,
      this.#field,
      row,
    );
    this.root = element('div', { class: 'composer' }, box);
    this.#listen();
    this.#choosePlaceholder();
  }

  update(state: ChatState): void {
    const { model } = state;
    this.#commands = state.slashCommands;
    this.#running = state.turns.some(({ answer }) => answer.kind === 'running');
    this.#canSend = model.kind === 'ready' || model.kind === 'loading';
    this.#context.update(state.context);
    this.#showModel(model);
    this.#showButtons();
    this.#fit();
  }

  #showModel(model: ModelView): void {
    const name = model.kind === 'none' ? this.#page.say('noModelTitle') : withVisibleCharacters(model.name);
    const format = model.kind === 'ready' ? (model.format ?? '') : '';
    this.#modelName.textContent = name;
    this.#format.textContent = format;
    setShown(this.#format, format !== '');
    this.#model.title =
      format === '' ? this.#page.say('modelButton', name) : this.#page.say('modelButtonFormat', name, format);
    this.#model.setAttribute('aria-label', this.#model.title);
  }

  focus(): void {
    this.#field.focus();
  }

  /** Puts text behind what is there. */
  compose(text: string): void {
    const before = this.#field.value;
    this.#replace(before === '' || /\s$/u.test(before) ? before + text : `${before} ${text}`);
    this.focus();
  }

  /** The answer to a request for suggestions; a late one is dropped. */
  suggest(requestId: number, items: readonly Suggestion[]): void {
    if (this.#asked?.requestId === requestId) {
      this.#list.show(items);
      this.#announceList(items.length);
    }
  }

  /** What does not fit into a line would end within a word: browsers put no ellipsis there. */
  #choosePlaceholder(): void {
    const low = matchMedia(LOW_VIEW);
    const choose = (): void => {
      this.#field.placeholder = this.#page.say(low.matches ? 'emptyTitle' : 'askPlaceholder');
    };
    low.addEventListener('change', choose);
    choose();
  }

  #listen(): void {
    this.#field.addEventListener('input', () => {
      this.#changed();
      this.#askForSuggestions();
    });
    this.#field.addEventListener('blur', () => {
      this.#asked = undefined;
      this.#list.show([]);
    });
    this.#field.addEventListener('keydown', (event) => {
      if (this.#list.handleKey(event) || this.#handleKey(event)) {
        event.preventDefault();
        event.stopPropagation();
      }
    });
  }

  #handleKey(event: KeyboardEvent): boolean {
    if (event.isComposing) {
      return false;
    }
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      this.#submit();
      return true;
    }
    if (event.key === 'Escape' && this.#running) {
      this.#page.act('stop', {});
      return true;
    }
    if (event.key === 'ArrowUp' && this.#field.value === '' && !this.#running) {
      this.#options.editLast();
      return true;
    }
    return false;
  }

  #submit(): void {
    const text = this.#field.value;
    if (text.trim() !== '' && this.#canSend && !this.#running) {
      this.#page.act('send', { text });
      this.#replace('');
    }
    this.focus();
  }

  #replace(text: string): void {
    this.#field.value = text;
    this.#changed();
  }

  #changed(): void {
    const text = this.#field.value;
    this.#showButtons();
    this.#fit();
    this.#options.onDraft(text);
    clearTimeout(this.#draftTimer);
    this.#draftTimer = setTimeout(() => {
      this.#page.act('draft', { text });
    }, DRAFT_PAUSE_MS);
  }

  #showButtons(): void {
    const { activeElement } = document;
    setShown(this.#send, !this.#running);
    setShown(this.#stop, this.#running);
    this.#send.setAttribute('aria-disabled', String(!this.#canSend || this.#field.value.trim() === ''));
    if (activeElement === this.#send || activeElement === this.#stop) {
      (this.#running ? this.#stop : this.#send).focus();
    }
  }

  /** As high as its text; the style limits it to a share of the page. */
  #fit(): void {
    this.#field.style.height = 'auto';
    this.#field.style.height = `${this.#field.scrollHeight}px`;
  }

  #askForSuggestions(): void {
    const asked = suggestTrigger(this.#field.value.slice(0, this.#field.selectionStart));
    if (asked === undefined) {
      this.#asked = undefined;
      this.#list.show([]);
      return;
    }
    const requestId = ++this.#requests;
    const { trigger, query } = asked;
    this.#asked = { ...asked, requestId };
    if (trigger === '/') {
      const wanted = query.toLowerCase();
      this.suggest(
        requestId,
        this.#commands.filter(({ label }) => label.toLowerCase().replace('/', '').startsWith(wanted)),
      );
    } else {
      this.#page.act('suggest', { requestId, trigger, query });
    }
  }

  #announceList(count: number): void {
    if (count > 0) {
      this.#page.announce(this.#page.say('suggestionCount', count));
    }
  }

  #accept(item: Suggestion): void {
    const asked = this.#asked;
    if (asked === undefined) {
      return;
    }
    this.#asked = undefined;
    const { value, selectionStart } = this.#field;
    this.#replace(value.slice(0, asked.from) + item.insert + value.slice(selectionStart));
    const cursor = asked.from + item.insert.length;
    this.#field.setSelectionRange(cursor, cursor);
    if (item.contextId !== undefined) {
      this.#page.act('addContext', { contextId: item.contextId });
    }
  }
}
