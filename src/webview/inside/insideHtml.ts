import { printableText } from '../../models/inside/printableText.ts';
import { type ModelInside } from '../../models/inside/modelInside.ts';
import { pagePolicy } from '../pagePolicy.ts';
import { writingDirection } from '../writingDirection.ts';
import { type InsideWords } from './insideWords.ts';
import { layersSection } from './layersSection.ts';
import { type Child, element, type Markup } from './markup.ts';
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

/** Where the page's files lie, and the nonce of this page. */
export interface InsideHtmlOptions {
  readonly scriptUri: string;
  readonly styleUri: string;
  /** Random for each page; the one thing that lets the script and the style in. */
  readonly nonce: string;
}

/** The page about a model file. Its one script is for trying the tokenizer. */
export function insideHtml(page: InsidePage, words: InsideWords, options: InsideHtmlOptions): string {
  return documentHtml(words, options, page.fileName, [
    header(page, words),
    page.problem === undefined ? undefined : refusal(page.problem, page.inside, words),
    ...contentsAndSections(sectionsOf(page, words), words),
  ]);
}

/** The page before a file is read, or when it can't be: one sentence. */
export function noticeHtml(notice: string, words: InsideWords, options: InsideHtmlOptions): string {
  return documentHtml(words, options, words.say('title'), [element('p', { role: 'status' }, notice)]);
}

function documentHtml(
  { language }: InsideWords,
  { scriptUri, styleUri, nonce }: InsideHtmlOptions,
  title: string,
  content: readonly Child[],
): string {
  const page = element(
    'html',
    { lang: language, dir: writingDirection(language) },
    element(
      'head',
      {},
      element('meta', { charset: 'utf-8' }),
      element('meta', { 'http-equiv': 'Content-Security-Policy', content: pagePolicy(nonce) }),
      element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      element('title', {}, printableText(title)),
      element('link', { rel: 'stylesheet', nonce, href: styleUri }),
    ),
    element('body', {}, element('main', {}, content), element('script', { nonce, src: scriptUri })),
  );
  return `<!DOCTYPE html>\n${page.html}`;
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
