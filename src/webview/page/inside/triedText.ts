import {
  type InsideHostMessage,
  type InsidePageMessage,
  MAX_TRIED_CHARACTERS,
  type ShownPiece,
} from '../../inside/insideProtocol.ts';
import { element } from '../element.ts';

/** The elements of the page that this fills. */
interface TriedElements {
  readonly area: HTMLTextAreaElement;
  readonly summary: HTMLElement;
  readonly list: HTMLElement;
}

interface TriedActions {
  readonly send: (message: InsidePageMessage) => void;
  /** Survives when the page is made anew. */
  readonly keep: (text: string) => void;
}

/** Waits until somebody who types has stopped for a moment. */
const REST_MS = 200;
/** What nobody would see. */
const VISIBLE: Readonly<Record<string, string>> = { ' ': '·', '\n': '↵', '\t': '→' };

/** A text that somebody types, and the tokens that the host says it has. */
export class TriedText {
  #requestId = 0;
  #timer: number | undefined;

  constructor(
    private readonly elements: TriedElements,
    private readonly actions: TriedActions,
  ) {
    elements.area.addEventListener('input', () => {
      window.clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => {
        this.#ask();
      }, REST_MS);
    });
  }

  /** Shows a text that was there before. */
  start(text: string): void {
    if (text !== '') {
      this.#put(text);
    }
  }

  receive(message: InsideHostMessage): void {
    const { summary } = this.elements;
    switch (message.kind) {
      case 'selection':
        this.#put(message.text);
        return;
      case 'problem':
        if (message.requestId === undefined || message.requestId === this.#requestId) {
          summary.textContent = message.message;
          this.#show([]);
        }
        return;
      case 'pieces':
        if (message.requestId === this.#requestId) {
          summary.textContent = message.summary;
          this.#show(message.pieces);
        }
    }
  }

  #put(text: string): void {
    this.elements.area.value = text.slice(0, MAX_TRIED_CHARACTERS);
    this.#ask();
  }

  #ask(): void {
    const { value } = this.elements.area;
    this.#requestId += 1;
    this.actions.keep(value);
    if (value === '') {
      this.elements.summary.textContent = '';
      this.#show([]);
    } else {
      this.actions.send({ action: 'cut', requestId: this.#requestId, text: value });
    }
  }

  #show(pieces: readonly ShownPiece[]): void {
    const { list } = this.elements;
    list.hidden = pieces.length === 0;
    list.replaceChildren(
      ...pieces.map(({ id, text }) =>
        element(
          'li',
          {},
          element(
            'code',
            {},
            text.replaceAll(/[ \n\t]/gu, (blank) => VISIBLE[blank] ?? blank),
          ),
          element('span', { class: 'quiet' }, String(id)),
        ),
      ),
    );
  }
}
