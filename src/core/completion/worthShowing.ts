import { saysNothing } from './saysNothing.ts';
import { visibleCharacters } from './visibleCharacters.ts';

/** Less is typed sooner than it is read, and a third of the wrong suggestions were no longer than that. */
const ENOUGH_TO_READ = 4;
/** One letter is never worth a look. */
const LEAST = 2;
/** Short texts of which the model is at least so sure were right nine times in ten; the default shows none in a line that is less. */
const SURE = 0.9;

/** Whether a text that ends its line has so much to see, for how sure the model is of it, that it is worth a look. */
export function isEnoughToRead(text: string, confidence: number): boolean {
  const wanted = confidence >= SURE ? LEAST : ENOUGH_TO_READ;
  return visibleCharacters(text, wanted) >= wanted;
}

/** Whether the beginning of a line is worth showing without its end; 0 where it is not known how sure the model is of it. */
export function isWorthShowing(text: string, confidence = 0): boolean {
  return isEnoughToRead(text, confidence) && !saysNothing(text);
}
