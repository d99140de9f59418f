import { MAX_TRIED_CHARACTERS } from './insideProtocol.ts';
import { type InsideWords } from './insideWords.ts';
import { element } from './markup.ts';
import { type Section } from './section.ts';

/** Where a text is cut into tokens; the page's script fills it (page/inside/main.ts). */
export function tokenizerSection(isInUse: boolean, { say }: InsideWords): Section {
  const content = isInUse
    ? [
        element('label', { for: 'tried-text' }, say('tryText')),
        element('textarea', {
          id: 'tried-text',
          rows: 4,
          maxlength: MAX_TRIED_CHARACTERS,
          spellcheck: 'false',
        }),
        element('button', { id: 'take-selection', type: 'button' }, say('takeSelection')),
        element('p', { id: 'tried-summary', role: 'status' }),
        element('ol', { id: 'tried-pieces', 'aria-label': say('pieces'), hidden: true }),
      ]
    : [element('p', {}, say('tryNotInUse'))];
  return { id: 'tokenizer', heading: say('tryTokenizer'), content };
}
