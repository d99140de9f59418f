import { type Child, element } from './inside/markup.ts';
import { pagePolicy } from './pagePolicy.ts';
import { writingDirection } from './writingDirection.ts';

/** Where a page's files lie, and its nonce. */
export interface PageFiles {
  readonly scriptUri: string;
  readonly styleUri: string;
  /** Random for each page; the one thing that lets the script and the style in. */
  readonly nonce: string;
}

/** The whole document of a page: what may run in it is its one script, and nothing comes from elsewhere. */
export function pageDocument(
  language: string,
  { scriptUri, styleUri, nonce }: PageFiles,
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
      element('title', {}, title),
      element('link', { rel: 'stylesheet', nonce, href: styleUri }),
    ),
    element('body', {}, element('main', {}, content), element('script', { nonce, src: scriptUri })),
  );
  return `<!DOCTYPE html>\n${page.html}`;
}
