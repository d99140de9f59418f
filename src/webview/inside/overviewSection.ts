import { printableText } from '../../models/inside/printableText.ts';
import { type ModelFacts } from '../../models/modelFacts.ts';
import { type InsideWords } from './insideWords.ts';
import { element } from './markup.ts';
import { type Section } from './section.ts';

/** What a sound model is, in pairs of a name and a value. */
export function overviewSection(facts: ModelFacts, words: InsideWords): Section {
  const { say, number } = words;
  const { tokenizer } = facts;
  const pairs: readonly (readonly [string, string])[] = [
    [say('architecture'), facts.architecture],
    [say('parameters'), `${words.parameters(facts.parameters)} (${number(facts.parameters)})`],
    [say('quantisation'), facts.quantisation],
    [say('fileSize'), words.bytes(facts.sizeBytes)],
    [say('context'), say('tokens', number(facts.contextLength))],
    [say('layerCount'), say('layersOfWidth', number(facts.layers.length), number(facts.embeddingLength))],
    [say('headSize'), number(facts.headSize)],
    [say('vocabulary'), say('tokens', number(facts.vocabularySize))],
    [
      say('tokenizer'),
      tokenizer.pre === undefined ? tokenizer.model : `${tokenizer.model}, ${tokenizer.pre}`,
    ],
    [say('fillInTheMiddle'), say(facts.fillInTheMiddle ? 'yes' : 'no')],
    [say('author'), facts.author ?? say('notStated')],
    [say('licence'), facts.licence ?? say('notStated')],
  ];
  return {
    id: 'facts',
    heading: say('facts'),
    content: [
      element(
        'dl',
        { class: 'facts' },
        pairs.map(([name, value]) =>
          element('div', {}, element('dt', {}, name), element('dd', {}, printableText(value))),
        ),
      ),
    ],
  };
}
