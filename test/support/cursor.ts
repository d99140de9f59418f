import { type DocumentContext } from '../../src/core/completion/documentContext.ts';
import { type Filter, type FilterResult } from '../../src/core/completion/filter.ts';

const CURSOR = '█';

type Details = Partial<
  Pick<DocumentContext, 'documentId' | 'path' | 'languageId' | 'endOfLine' | 'indentation'>
>;

/** Joins the rows of a drawing; text and documents inside the core have `\n` line endings. */
export const lines = (...rows: string[]): string => rows.join('\n');

/** Reads a drawn document: `sum(█)` is a TypeScript document whose cursor stands between the brackets. */
export function at(picture: string, details: Details = {}): DocumentContext {
  const [prefix, suffix, ...others] = picture.split(CURSOR);
  if (prefix === undefined || suffix === undefined || others.length > 0) {
    throw new Error(`A drawing has exactly one cursor: ${picture}`);
  }
  return {
    documentId: 'untitled:drawing',
    path: 'src/drawing.ts',
    languageId: 'typescript',
    endOfLine: '\n',
    indentation: { style: 'spaces', size: 2 },
    ...details,
    prefix,
    suffix,
  };
}

/** A Python document, indented by four spaces. */
export const inPython = (picture: string): DocumentContext =>
  at(picture, { path: 'drawing.py', languageId: 'python', indentation: { style: 'spaces', size: 4 } });

/** A Markdown document. */
export const inMarkdown = (picture: string): DocumentContext =>
  at(picture, { path: 'drawing.md', languageId: 'markdown' });

/** A TypeScript document that is indented by tabs shown four columns wide. */
export const withTabs = (picture: string): DocumentContext =>
  at(picture, { indentation: { style: 'tabs', size: 4 } });

/** What becomes of a suggestion, short enough to compare: its text, or `✗` and the reason. */
export const outcome = (result: FilterResult): string =>
  result.kind === 'keep' ? result.text : `✗ ${result.reason}`;

/** Runs one filter on a one-line suggestion. */
export const filterLine = (filter: Filter, text: string, document: DocumentContext): string =>
  outcome(filter(text, { document, shape: 'line' }));

/** Runs one filter on a suggestion that may go on for several lines. */
export const filterBlock = (filter: Filter, text: string, document: DocumentContext): string =>
  outcome(filter(text, { document, shape: 'block' }));
