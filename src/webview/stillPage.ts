import { type Child, element } from './inside/markup.ts';
import { writingDirection } from './writingDirection.ts';

/** What every page without a script looks like, in the editor's own colours and fonts. */
const STYLE = `
body { color: var(--vscode-foreground); font: var(--vscode-font-size) var(--vscode-font-family); padding: 0 1.5em 2em; }
h1 { font-size: 1.6em; margin-bottom: 0.2em; }
h2 { font-size: 1em; margin: 1em 0 0.3em; }
.quiet { color: var(--vscode-descriptionForeground); }
code, pre { font-family: var(--vscode-editor-font-family); font-size: var(--vscode-editor-font-size); }
th { font-weight: normal; text-align: start; vertical-align: top; }
td { overflow-wrap: anywhere; }
a { color: var(--vscode-textLink-foreground); }
:focus-visible { outline: 1px solid var(--vscode-focusBorder); }
`;

export interface StillPage {
  /** BCP 47. */
  readonly language: string;
  readonly title: string;
  /** Random for each page; the one thing that lets the style in. */
  readonly nonce: string;
  /** Of this page alone; free of the characters that HTML escapes. */
  readonly style: string;
}

/** The whole document of a page that nothing runs in, and that loads nothing. */
export function stillPage({ language, title, nonce, style }: StillPage, content: readonly Child[]): string {
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'`;
  const page = element(
    'html',
    { lang: language, dir: writingDirection(language) },
    element(
      'head',
      {},
      element('meta', { charset: 'utf-8' }),
      element('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
      element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      element('title', {}, title),
      element('style', { nonce }, STYLE + style),
    ),
    element('body', {}, element('main', {}, content)),
  );
  return `<!DOCTYPE html>\n${page.html}`;
}
