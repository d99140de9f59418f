import { type MetadataRow, type MetadataRows } from '../../models/inside/metadataRows.ts';
import { type InsideWords } from './insideWords.ts';
import { type Child, element } from './markup.ts';
import { folded, type Section } from './section.ts';
import { table } from './table.ts';

/** What is shown of a value before it is unfolded. */
const BEGINNING_CHARACTERS = 120;

/** Every key-value pair of the header, in the order of the file. */
export function metadataSection({ rows, leftOut }: MetadataRows, words: InsideWords): Section {
  const { say, number } = words;
  return {
    id: 'metadata',
    heading: say('metadata'),
    content: [
      table({
        caption: say('metadata'),
        columns: [{ heading: say('key') }, { heading: say('type') }, { heading: say('value') }],
        rows: rows.map((row) => [element('code', {}, row.key), typeOf(row, words), valueOf(row, words)]),
      }),
      leftOut === 0 ? undefined : element('p', {}, say('morePairs', number(leftOut))),
    ],
  };
}

/** The chat templates of a file, each as it stands there. */
export function templateSection(templates: readonly MetadataRow[], words: InsideWords): Section {
  const { say } = words;
  return {
    id: 'template',
    heading: say('template'),
    content:
      templates.length === 0
        ? [element('p', {}, say('noTemplate'))]
        : templates.map((row) =>
            folded([say('showTemplate'), ' ', element('code', {}, row.key)], whole(row), rest(row, words)),
          ),
  };
}

function typeOf({ type, count }: MetadataRow, { say, number }: InsideWords): string {
  return count === undefined ? type : say('listOf', number(count), type);
}

function valueOf(row: MetadataRow, words: InsideWords): readonly Child[] {
  if (row.text.length <= BEGINNING_CHARACTERS) {
    return [row.text, rest(row, words)];
  }
  // Cut between characters, not inside one that takes two units.
  const beginning = row.text.slice(0, BEGINNING_CHARACTERS).replace(/[\ud800-\udbff]$/u, '');
  return [`${beginning}…`, folded(words.say('showAll'), whole(row), rest(row, words))];
}

function whole({ text }: MetadataRow): Child {
  return element('pre', { tabindex: 0 }, text);
}

/** How much of a value isn't shown, where that is so. */
function rest({ count, leftOut }: MetadataRow, { say, number }: InsideWords): Child {
  if (leftOut === 0) {
    return undefined;
  }
  const key = count === undefined ? 'moreCharacters' : 'moreElements';
  return element('span', { class: 'quiet' }, ` ${say(key, number(leftOut))}`);
}
