import { saysNothing } from './saysNothing.ts';
import { visibleCharacters } from './visibleCharacters.ts';

/** Less is typed sooner than it is read, and a third of the wrong suggestions were no longer than that. */
const MIN_VISIBLE_CHARACTERS = 4;

/** Whether there is so much to see in a text that it is read sooner than typed. */
export function isEnoughToRead(text: string): boolean {
  return visibleCharacters(text, MIN_VISIBLE_CHARACTERS) >= MIN_VISIBLE_CHARACTERS;
}

/** Whether the beginning of a line is worth showing without its end. */
export function isWorthShowing(text: string): boolean {
  return isEnoughToRead(text) && !saysNothing(text);
}
