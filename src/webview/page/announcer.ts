import { element } from './element.ts';

/** Sentences that stay for a screen reader to finish; older ones go, so that the region does not grow. */
const KEPT = 8;

/** A live region that nobody sees: each text is a node of its own, so that only it is read out. */
export class Announcer {
  readonly root = element('div', {
    class: 'visually-hidden',
    role: 'log',
    'aria-live': 'polite',
    'aria-relevant': 'additions',
  });

  say(text: string): void {
    this.root.append(element('p', {}, text));
    while (this.root.childElementCount > KEPT) {
      this.root.firstElementChild?.remove();
    }
  }
}
