import createMarkdownIt, { type MarkdownIt, type Token } from 'markdown-it';
import { linkTarget } from '../../linkTarget.ts';
import { limitTables } from './limitTables.ts';

/** What the renderer says in the user's language; `{0}` is replaced. */
export interface MarkdownLabels {
  readonly imageLeftOut: string;
  readonly tableCut: string;
}

/** Deeper quotes and lists are shown as text: no answer needs them, and each level costs a stack frame. */
const MAX_NESTING = 20;

/**
 * Markdown to HTML, of which every tag is ours: HTML in the source is text, images are left out, and links carry their
 * destination as data for the host instead of an `href`. The result is still passed through sanitize.ts.
 */
export function createMarkdown(labels: MarkdownLabels): MarkdownIt {
  const markdown = createMarkdownIt({ html: false, linkify: true, maxNesting: MAX_NESTING });
  markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
  markdown.validateLink = (href) => linkTarget(href) !== undefined;
  markdown.core.ruler.push('limit_tables', (state) => {
    state.tokens = limitTables(state, labels.tableCut);
  });
  const { rules } = markdown.renderer;
  rules['link_open'] = (tokens, index) => {
    const target = attribute(tokens[index], 'href');
    if (linkTarget(target) === undefined) {
      return '<a>'; // what was honest as written, and is not once normalised
    }
    const href = escapeHtml(target);
    return `<a role="link" tabindex="0" data-href="${href}" title="${href}">`;
  };
  rules['image'] = (tokens, index) =>
    escapeHtml(labels.imageLeftOut.replace('{0}', tokens[index]?.content ?? ''));
  rules['fence'] = (tokens, index) => {
    const token = tokens[index];
    return codeHtml(token?.content ?? '', languageOf(token));
  };
  rules['code_block'] = (tokens, index) => codeHtml(tokens[index]?.content ?? '', '');
  rules['heading_open'] = (tokens, index) => `<h3 class="level-${tokens[index]?.tag.slice(1) ?? '3'}">`;
  rules['heading_close'] = () => '</h3>\n';
  rules['table_open'] = () => '<div class="table" tabindex="0"><table>\n';
  rules['table_close'] = () => '</table></div>\n';
  for (const cell of ['th', 'td']) {
    rules[`${cell}_open`] = (tokens, index) => {
      const align = /right|center/u.exec(attribute(tokens[index], 'style'))?.[0] ?? 'start';
      return `<${cell} class="align-${align}">`; // a style attribute would need a hole in the page's policy
    };
  }
  return markdown;
}

/** The language that a fence names, in lower case; empty for none. */
export function languageOf(fence: Token | undefined): string {
  return /^[\w+#.-]{1,30}/u.exec(fence?.info.trim() ?? '')?.[0].toLowerCase() ?? '';
}

function codeHtml(text: string, language: string): string {
  return `<pre data-language="${escapeHtml(language)}"><code>${escapeHtml(text)}</code></pre>\n`;
}

function attribute(token: Token | undefined, name: string): string {
  return String(token?.attrGet(name) ?? '');
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Twenty signs of quotes and bullets in a row: the parser gives up that deep and drops the rest of the text. */
const TOO_DEEP = /^(?<signs>[ \t]*(?:(?:[-*+][ \t]+|>[ \t]?)){20})/gmu;

/** The text with absurdly deep lines made plain; no line moves. */
export function shallow(source: string): string {
  return source.replaceAll(TOO_DEEP, (signs) => `\\${signs.trimStart()}`);
}
