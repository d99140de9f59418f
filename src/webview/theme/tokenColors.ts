import { type TokenColors, type TokenKind } from '../chatProtocol.ts';
import { type TokenRule } from './themeRules.ts';

/** What grammars call each kind of token, the most telling first. */
const SCOPES: Readonly<Record<TokenKind, readonly string[]>> = {
  comment: ['comment.line'],
  keyword: ['keyword.control', 'storage.type'],
  string: ['string.quoted.double'],
  number: ['constant.numeric.decimal'],
  type: ['entity.name.type.class', 'support.class', 'entity.name.class'],
  function: ['entity.name.function', 'support.function'],
  variable: ['variable.other.readwrite', 'variable.parameter'],
  constant: ['constant.language', 'support.constant'],
};

/**
 * The colour that a theme's rules give each kind of token; a kind that they say nothing of has the colour of plain text.
 * Rules for one language alone, which name its scope first, are passed over: a side bar shows code of any.
 */
export function tokenColors(rules: readonly TokenRule[]): TokenColors {
  const found = Object.entries(SCOPES).flatMap(([kind, scopes]) => {
    const colors = scopes.flatMap((scope) => colorOf(scope, rules) ?? []);
    return colors.length > 0 ? [[kind, colors[0]] as const] : [];
  });
  return Object.fromEntries(found);
}

/** The colour of the rule that names the most of a scope; of two that name the same, the later one's. */
function colorOf(scope: string, rules: readonly TokenRule[]): string | undefined {
  let best: { readonly length: number; readonly color: string } | undefined;
  for (const { scopes, foreground } of rules) {
    const longest = Math.max(
      ...scopes.filter((one) => scope === one || scope.startsWith(`${one}.`)).map(({ length }) => length),
    );
    if (longest >= (best?.length ?? 0)) {
      best = { length: longest, color: foreground };
    }
  }
  return best?.color;
}
