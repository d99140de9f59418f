import { type TokenColors, type TokenKind } from '../chatProtocol.ts';
import { parseColor, readableColor, type Rgb, toCss } from './readableColor.ts';

/** Colours of the workbench that every theme has, for each kind of token; the theme's own come first where known. */
const TOKENS: Readonly<Record<TokenKind, string>> = {
  comment: '--vscode-descriptionForeground',
  keyword: '--vscode-debugTokenExpression-name',
  string: '--vscode-debugTokenExpression-string',
  number: '--vscode-debugTokenExpression-number',
  type: '--vscode-symbolIcon-classForeground',
  function: '--vscode-symbolIcon-functionForeground',
  variable: '--vscode-symbolIcon-variableForeground',
  constant: '--vscode-debugTokenExpression-boolean',
};
/** Colours of words, which themes made for the editor's background and not for the side bar's. */
const WORDS: Readonly<Record<string, string>> = {
  quiet: '--vscode-descriptionForeground',
  error: '--vscode-errorForeground',
  link: '--vscode-textLink-foreground',
  placeholder: '--vscode-input-placeholderForeground',
};
const BLACK: Rgb = [0, 0, 0];

/** Sets `--token-…` and `--readable-…`, so changed that they can be read on every background of the page. */
export function applyColors(themed?: TokenColors): void {
  const probe = document.createElement('span');
  document.body.append(probe);
  const resolve = (value: string, below: Rgb): Rgb | undefined => {
    probe.style.color = '';
    probe.style.color = value;
    return parseColor(getComputedStyle(probe).color, below);
  };
  const page = resolve('var(--page-background)', BLACK) ?? BLACK;
  const over = (variable: string): Rgb => resolve(`var(${variable}, transparent)`, page) ?? page;
  const code = over('--code-background');
  const codeForeground = resolve('var(--code-foreground)', code) ?? page;
  const set = (name: string, color: Rgb): void => {
    document.documentElement.style.setProperty(name, toCss(color));
  };
  for (const [kind, variable] of Object.entries(TOKENS)) {
    const plain = 'var(--code-foreground)';
    const wanted = themed === undefined ? `var(${variable}, ${plain})` : (themed[kind as TokenKind] ?? plain);
    set(`--token-${kind}`, readableColor(resolve(wanted, code) ?? codeForeground, code, codeForeground));
  }
  const foreground = resolve('var(--vscode-foreground)', page) ?? codeForeground;
  const backgrounds = [page, code, over('--vscode-input-background'), over('--vscode-list-hoverBackground')];
  for (const [name, variable] of Object.entries(WORDS)) {
    const color = resolve(`var(${variable}, var(--vscode-foreground))`, page) ?? foreground;
    const readable = backgrounds.reduce((best, below) => readableColor(best, below, foreground), color);
    set(`--readable-${name}`, readable);
  }
  probe.remove();
}
