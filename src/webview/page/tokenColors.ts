import { type TokenKind } from '../chatProtocol.ts';
import { parseColor, readableColor, type Rgb, toCss } from './readableColor.ts';

/** Colours of the workbench that every theme has, for each kind of token; the theme's own come first where known. */
const WORKBENCH: Readonly<Record<TokenKind, string>> = {
  comment: '--vscode-descriptionForeground',
  keyword: '--vscode-debugTokenExpression-name',
  string: '--vscode-debugTokenExpression-string',
  number: '--vscode-debugTokenExpression-number',
  type: '--vscode-symbolIcon-classForeground',
  function: '--vscode-symbolIcon-functionForeground',
  variable: '--vscode-symbolIcon-variableForeground',
  constant: '--vscode-debugTokenExpression-boolean',
};
const BLACK: Rgb = [0, 0, 0];

/** Sets `--token-…` for each kind, so changed that it can be read on the background of code. */
export function applyTokenColors(themed: Readonly<Partial<Record<TokenKind, string>>> = {}): void {
  const probe = document.createElement('span');
  document.body.append(probe);
  const resolve = (value: string, below: Rgb): Rgb | undefined => {
    probe.style.color = '';
    probe.style.color = value;
    return parseColor(getComputedStyle(probe).color, below);
  };
  const page = resolve('var(--page-background)', BLACK) ?? BLACK;
  const background = resolve('var(--code-background)', page) ?? page;
  const foreground = resolve('var(--code-foreground)', background) ?? page;
  for (const [kind, variable] of Object.entries(WORKBENCH)) {
    const wanted = themed[kind as TokenKind] ?? `var(${variable}, var(--code-foreground))`;
    const color = resolve(wanted, background) ?? foreground;
    const css = toCss(readableColor(color, background, foreground));
    document.documentElement.style.setProperty(`--token-${kind}`, css);
  }
  probe.remove();
}
