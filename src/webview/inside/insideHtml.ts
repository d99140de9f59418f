import { printableText } from '../../models/inside/printableText.ts';
import { type ModelInside } from '../../models/inside/modelInside.ts';
import { pageDocument, type PageFiles } from '../pageDocument.ts';
import { type InsideWords } from './insideWords.ts';
import { layersSection } from './layersSection.ts';
import { element, type Markup } from './markup.ts';
import { memorySection } from './memorySection.ts';
import { metadataSection, templateSection } from './metadataSection.ts';
import { overviewSection } from './overviewSection.ts';
import { type Section, sectionMarkup } from './section.ts';
import { tensorsSection } from './tensorsSection.ts';
import { tokenizerSection } from './tokenizerSection.ts';

/** What the page is made of. */
export interface InsidePage {
  /** The file's name, without its folder. */
  readonly fileName: string;
  readonly inside: ModelInside;
  /** Why the file is refused, in the language of the page; missing for a sound one. */
  readonly problem?: string | undefined;
  /** The tokenizer can be tried: the engine runs this very file, or would. */
  readonly isInUse: boolean;
}

/** The page about a model file. Its one script is for trying the tokenizer. */
export function insideHtml(page: InsidePage, words: InsideWords, files: PageFiles): string {
  return pageDocument(words.language, files, printableText(page.fileName), [
    header(page, words),
    page.problem === undefined ? undefined : refusal(page.problem, page.inside, words),
    ...contentsAndSections(sectionsOf(page, words), words),
  ]);
}

/** The page before a file is read, or when it can't be: one sentence. */
export function noticeHtml(notice: string, words: InsideWords, files: PageFiles): string {
  return pageDocument(words.language, files, words.say('title'), [element('p', { role: 'status' }, notice)]);
}

function header({ fileName, inside: { verdict } }: InsidePage, { say }: InsideWords): Markup {
  const name = verdict.kind === 'sound' ? verdict.facts.name : fileName;
  return element(
    'header',
    {},
    element('h1', {}, printableText(name)),
    name === fileName
      ? undefined
      : element('p', { class: 'quiet' }, `${say('file')}: ${printableText(fileName)}`),
  );
}

function refusal(problem: string, { metadata, tensors }: ModelInside, { say }: InsideWords): Markup {
  const isPartlyRead = metadata.rows.length > 0 || tensors.total.tensors > 0;
  return element(
    'div',
    { class: 'refusal', role: 'note', 'aria-label': say('refused') },
    element('p', {}, element('strong', {}, say('refused')), ' ', printableText(problem)),
    isPartlyRead ? element('p', {}, say('readSoFar')) : undefined,
  );
}

function sectionsOf({ inside, isInUse }: InsidePage, words: InsideWords): Section[] {
  const { verdict, layers, tensors, metadata, templates } = inside;
  const facts = verdict.kind === 'sound' ? verdict.facts : undefined;
  const hasWeights = layers?.parameters.some(
    ({ attention, feedForward, other }) => attention + feedForward + other > 0,
  );
  return [
    ...(facts === undefined ? [] : [overviewSection(facts, words)]),
    ...(layers === undefined || hasWeights !== true ? [] : [layersSection(layers, words)]),
    ...(facts === undefined ? [] : [memorySection(facts.estimatedMemoryBytes, words)]),
    ...(facts === undefined ? [] : [tokenizerSection(isInUse, words)]),
    ...(tensors.total.tensors === 0 ? [] : [tensorsSection(tensors, words)]),
    ...(facts === undefined && templates.length === 0 ? [] : [templateSection(templates, words)]),
    ...(metadata.rows.length === 0 ? [] : [metadataSection(metadata, words)]),
  ];
}

function contentsAndSections(sections: readonly Section[], { say }: InsideWords): readonly Markup[] {
  if (sections.length === 0) {
    return [];
  }
  const links = sections.map(({ id, heading }) =>
    element('li', {}, element('a', { href: `#${id}` }, heading)),
  );
  return [
    element('nav', { 'aria-label': say('contents') }, element('ul', {}, links)),
    ...sections.map(sectionMarkup),
  ];
}
