import { type TurnView } from '../chatProtocol.ts';
import { type PageContext } from './pageContext.ts';
import { SentenceFeed } from './sentenceFeed.ts';

/** Drawing may take this share of the time: after a slow frame the next ones are left to the reader's keys. */
const DRAW_SHARE = 0.4;

/** The text of the one answer that is being written: gathered as it comes, drawn once a frame, read out by sentences. */
export class RunningAnswer {
  readonly #page: PageContext;
  readonly #onGap: () => void;
  readonly #draw: (turnId: string, text: string) => void;
  #turnId: string | undefined;
  #text = '';
  #feed: SentenceFeed | undefined;
  #frame = 0;
  #drawAgainAt = 0;

  /** @param onGap is called when text is missing, for example because the page was asleep */
  constructor(page: PageContext, onGap: () => void, draw: (turnId: string, text: string) => void) {
    this.#page = page;
    this.#onGap = onGap;
    this.#draw = draw;
  }

  /** The newest text of a turn whose state just came. */
  take({ id, answer }: TurnView): string {
    if (answer.kind === 'running') {
      this.#start(id, answer.text);
    } else if (id === this.#turnId) {
      this.#end(answer.text);
    }
    return answer.text;
  }

  append(turnId: string, offset: number, text: string): void {
    if (turnId !== this.#turnId || offset > this.#text.length) {
      this.#onGap();
      return;
    }
    this.#text = this.#text.slice(0, offset) + text;
    if (this.#frame === 0) {
      this.#frame = requestAnimationFrame((now) => {
        this.#onFrame(now);
      });
    }
  }

  #start(turnId: string, text: string): void {
    if (turnId !== this.#turnId || !text.startsWith(this.#text)) {
      this.#feed = new SentenceFeed(this.#page.say('codeBlock'));
      this.#feed.take(text);
    }
    if (turnId !== this.#turnId) {
      this.#page.announce(this.#page.say('answering'));
    }
    this.#turnId = turnId;
    this.#text = text;
  }

  #end(text: string): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const sentences = this.#feed?.finish(text) ?? [];
    this.#page.announce([...sentences, this.#page.say('answerEnded')].join(' '));
    this.#turnId = undefined;
    this.#text = '';
  }

  #onFrame(now: number): void {
    if (now < this.#drawAgainAt) {
      this.#frame = requestAnimationFrame((later) => {
        this.#onFrame(later);
      });
      return;
    }
    this.#frame = 0;
    const turnId = this.#turnId;
    if (turnId === undefined) {
      return;
    }
    const startedAt = performance.now();
    this.#draw(turnId, this.#text);
    const spent = performance.now() - startedAt;
    this.#drawAgainAt = startedAt + spent / DRAW_SHARE;
    const sentences = this.#feed?.take(this.#text) ?? [];
    if (sentences.length > 0) {
      this.#page.announce(sentences.join(' '));
    }
  }
}
