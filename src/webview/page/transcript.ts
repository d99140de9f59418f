import { type ChatState, type TurnView } from '../chatProtocol.ts';
import { AnswerView } from './answerView.ts';
import { iconButton } from './button.ts';
import { element, setShown } from './element.ts';
import { type PageContext } from './pageContext.ts';
import { QuestionView } from './questionView.ts';
import { RunningAnswer } from './runningAnswer.ts';

/** Nearer to the end than this, the page follows the answer. */
const AT_END_PX = 40;

interface Shown {
  turn: TurnView;
  question: QuestionView;
  readonly answer: AnswerView;
  readonly root: HTMLElement;
}

/** The turns of a conversation, which follow a running answer as long as the reader is at its end. */
export class Transcript {
  readonly root = element('div', { class: 'transcript' });
  readonly jump: HTMLButtonElement;
  readonly #page: PageContext;
  readonly #turns = element('div', { class: 'turns' });
  readonly #shown = new Map<string, Shown>();
  readonly #running: RunningAnswer;
  #conversationId = '';
  #following = true;

  constructor(page: PageContext, onGap: () => void) {
    this.#page = page;
    this.#running = new RunningAnswer(page, onGap, (turnId, text) => {
      this.#shown.get(turnId)?.answer.updateText(text, true);
      this.#follow();
    });
    this.jump = iconButton('down', page.say('jumpToNewest'), () => {
      this.#following = true;
      this.#follow();
    });
    this.jump.classList.add('jump');
    setShown(this.jump, false);
    this.root.append(this.#turns);
    const onScroll = (): void => {
      const distance = this.#distanceToEnd();
      // A reader far behind the end is in the composer, where a low page scrolls as one.
      this.#following = Math.abs(distance) < AT_END_PX;
      this.#showJump(distance >= AT_END_PX);
    };
    this.root.addEventListener('scroll', onScroll);
    document.addEventListener('scroll', onScroll);
    new ResizeObserver(() => {
      this.#follow();
    }).observe(this.root);
  }

  /** Shows all turns of the state. */
  update({ conversationId, turns }: ChatState): void {
    const isOther = conversationId !== this.#conversationId;
    const isNewTurn = turns.length > 0 && !this.#shown.has(turns.at(-1)?.id ?? '');
    this.#conversationId = conversationId;
    this.#following ||= isOther || isNewTurn;
    const kept = new Set(turns.map(({ id }) => id));
    for (const [id, { root }] of this.#shown) {
      if (!kept.has(id)) {
        root.remove();
        this.#shown.delete(id);
      }
    }
    for (const turn of turns) {
      this.#show(turn);
    }
    this.#follow();
  }

  /** Takes text of a running answer; it is drawn with the next frame. */
  append(turnId: string, offset: number, text: string): void {
    this.#running.append(turnId, offset, text);
  }

  /** Opens the last question for editing. */
  editLast(): void {
    [...this.#shown.values()].at(-1)?.question.edit();
  }

  #show(turn: TurnView): void {
    const shown = this.#shown.get(turn.id) ?? this.#create(turn);
    if (!sameQuestion(shown.turn, turn)) {
      const question = new QuestionView(this.#page, turn);
      shown.question.root.replaceWith(question.root);
      shown.question = question;
    }
    shown.turn = turn;
    shown.answer.update(turn, this.#running.take(turn));
    this.#turns.append(...(shown.root.isConnected ? [] : [shown.root]));
  }

  #create(turn: TurnView): Shown {
    const question = new QuestionView(this.#page, turn);
    const answer = new AnswerView(this.#page, turn.id);
    const root = element('article', { class: 'turn', tabindex: '-1' }, question.root, answer.root);
    const shown = { turn, question, answer, root };
    this.#shown.set(turn.id, shown);
    return shown;
  }

  /** The pixels that would have to be scrolled until the last turn ends where the view does. */
  #distanceToEnd(): number {
    const { bottom } = this.root.getBoundingClientRect();
    return this.#scrollsAlone()
      ? this.root.scrollHeight - this.root.scrollTop - this.root.clientHeight
      : bottom - window.innerHeight;
  }

  /** Whether the turns have a view of their own; in a very low page they scroll with everything else. */
  #scrollsAlone(): boolean {
    return getComputedStyle(this.root).overflowY !== 'visible';
  }

  #follow(): void {
    // A page without a turn is read from its beginning.
    if (this.#following && this.#shown.size > 0) {
      this.#scrollToEnd();
    }
    this.#showJump(!this.#following && this.#distanceToEnd() > AT_END_PX);
  }

  /** A button that goes away gives the focus to what it led to: it would be lost to who writes with the keyboard. */
  #showJump(shown: boolean): void {
    if (!shown && document.activeElement === this.jump) {
      [...this.#shown.values()].at(-1)?.root.focus({ preventScroll: true });
    }
    setShown(this.jump, shown);
  }

  #scrollToEnd(): void {
    if (this.#scrollsAlone()) {
      this.root.scrollTop = this.root.scrollHeight;
    } else {
      // Never up: what is below the answer was scrolled to by the reader.
      window.scrollBy(0, Math.max(0, this.#distanceToEnd()));
    }
  }
}

function sameQuestion(first: TurnView, second: TurnView): boolean {
  return (
    first.question === second.question && JSON.stringify(first.context) === JSON.stringify(second.context)
  );
}
