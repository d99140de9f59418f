import { type ChatState, type HostMessage } from '../chatProtocol.ts';
import { type Announcer } from './announcer.ts';
import { iconButton, toolbar } from './button.ts';
import { Composer } from './composer.ts';
import { element, setShown } from './element.ts';
import { HistoryView } from './historyView.ts';
import { icon } from './icon.ts';
import { ModelPanel } from './modelPanel.ts';
import { type PageContext } from './pageContext.ts';
import { withVisibleCharacters } from './safeMarkdown/hiddenCharacters.ts';
import { applyColors } from './colors.ts';
import { Transcript } from './transcript.ts';
import { Welcome } from './welcome.ts';

/** What outlives the page: see `setState` of VS Code's webviews. */
export interface Draft {
  readonly read: () => string;
  readonly write: (text: string) => void;
}

/** The whole page: title, conversation or history, composer. */
export class ChatPage {
  readonly #page: PageContext;
  readonly #title = element('h1');
  readonly #chat = element('main', { class: 'chat-main' });
  readonly #transcript: Transcript;
  readonly #welcome: Welcome;
  readonly #model: ModelPanel;
  readonly #history: HistoryView;
  readonly #composer: Composer;
  readonly #safetyNote: HTMLElement;
  readonly #historyButton: HTMLButtonElement;
  #state: ChatState | undefined;
  #themeId = '';

  constructor(root: HTMLElement, page: PageContext, announcer: Announcer, draft: Draft) {
    this.#page = page;
    this.#transcript = new Transcript(page, () => {
      page.act('ready', {});
    });
    this.#composer = new Composer(page, {
      draft: draft.read(),
      onDraft: draft.write,
      editLast: () => {
        this.#transcript.editLast();
      },
    });
    this.#welcome = new Welcome(page, (text) => {
      this.#composer.compose(text);
    });
    this.#model = new ModelPanel(page);
    this.#history = new HistoryView(page, () => {
      this.#showHistory(false);
    });
    this.#historyButton = iconButton('history', page.say('history'), () => {
      this.#showHistory(!this.#chat.hasAttribute('hidden'));
    });
    this.#safetyNote = this.#makeSafetyNote();
    this.#transcript.root.append(this.#welcome.root, this.#model.root);
    this.#chat.append(this.#transcript.root, this.#transcript.jump, this.#safetyNote, this.#composer.root);
    root.replaceChildren(this.#header(), this.#chat, this.#history.root, announcer.root);
    this.#listen();
  }

  /** Takes a message of the host. */
  receive(message: Exclude<HostMessage, { kind: 'start' }>): void {
    switch (message.kind) {
      case 'state':
        this.show(message.state);
        break;
      case 'chunk':
        this.#transcript.append(message.turnId, message.offset, message.text);
        break;
      case 'suggestions':
        this.#composer.suggest(message.requestId, message.items);
        break;
      case 'found':
        this.#history.found(message.query, message.ids);
        break;
      case 'compose':
        this.#showHistory(false);
        this.#composer.compose(message.text);
        break;
    }
  }

  show(state: ChatState): void {
    this.#state = state;
    const title = withVisibleCharacters(state.title === '' ? this.#page.say('newConversation') : state.title);
    this.#title.textContent = title;
    this.#title.title = title;
    this.#applyColors();
    this.#transcript.root.classList.toggle('empty', state.turns.length === 0);
    this.#welcome.update(state);
    this.#model.update(state.model);
    setShown(this.#safetyNote, state.showSafetyNote);
    this.#history.update(state);
    this.#composer.update(state);
    this.#transcript.update(state);
  }

  #header(): HTMLElement {
    const fresh = iconButton('add', this.#page.say('newConversation'), () => {
      this.#page.act('newConversation', {});
      this.#showHistory(false);
    });
    const bar = toolbar(this.#page.say('conversations'), [this.#historyButton, fresh]);
    return element('header', { class: 'chat-header' }, this.#title, bar);
  }

  #makeSafetyNote(): HTMLElement {
    const close = iconButton('close', this.#page.say('dismiss'), () => {
      this.#page.act('dismissSafetyNote', {});
      this.#composer.focus();
    });
    return element(
      'aside',
      { class: 'safety-note' },
      icon('shield'),
      element('p', {}, this.#page.say('safetyNote')),
      close,
    );
  }

  #showHistory(shown: boolean): void {
    const label = this.#page.say(shown ? 'backToChat' : 'history');
    this.#historyButton.replaceChildren(icon(shown ? 'back' : 'history'));
    this.#historyButton.title = label;
    this.#historyButton.setAttribute('aria-label', label);
    setShown(this.#chat, !shown);
    if (shown) {
      this.#history.open();
    } else {
      setShown(this.#history.root, false);
      this.#composer.focus();
    }
  }

  /** The host is told of another theme, and answers with its colours where it can read them. */
  #applyColors(): void {
    const id = document.body.dataset['vscodeThemeId'] ?? '';
    const theme = this.#state?.theme;
    applyColors(theme?.id === id ? theme.tokenColors : undefined);
    if (id !== this.#themeId && id !== '') {
      this.#themeId = id;
      this.#page.act('theme', { id });
    }
  }

  #listen(): void {
    // VS Code marks a change of theme on the body and sets its colours on the root.
    new MutationObserver(() => {
      this.#applyColors();
    }).observe(document.body, { attributeFilter: ['class', 'data-vscode-theme-id'] });
    window.addEventListener('focus', () => {
      if (document.activeElement === document.body) {
        this.#composer.focus();
      }
    });
  }
}
