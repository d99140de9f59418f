import { type InsideStrings, type InsideWords, insideWords } from '../../src/webview/inside/insideWords.ts';
import { sourceStrings } from './sourceStrings.ts';

/** The page about a model file as it writes in English. */
export function englishInside(): InsideWords {
  return insideWords(sourceStrings('inside/insideStrings.ts') as unknown as InsideStrings, 'en');
}
