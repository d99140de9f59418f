/** What a colour theme says of the text of some scopes; none for the text of no scope. */
export interface TokenRule {
  readonly scopes: readonly string[];
  /** `#rrggbb`, or `#rrggbbaa` for one that is translucent. */
  readonly foreground: string;
}

/** The short names of `editor.tokenColorCustomizations` and the scopes they stand for, as VS Code documents them. */
const SHORT_NAMES: Readonly<Record<string, readonly string[]>> = {
  comments: ['comment'],
  strings: ['string'],
  keywords: ['keyword', 'keyword.control', 'storage', 'storage.type'],
  numbers: ['constant.numeric'],
  types: ['entity.name.type', 'entity.name.class', 'support.type', 'support.class'],
  functions: ['entity.name.function', 'support.function'],
  variables: ['variable', 'entity.name.variable'],
};

/** The rules of a theme's `tokenColors` or of the user's `textMateRules`; what is no rule with a colour is left out. */
export function readRules(value: unknown): readonly TokenRule[] {
  return Array.isArray(value)
    ? value.flatMap((one) => {
        const fields = toFields(one);
        const foreground = toColor(toFields(fields['settings'])['foreground']);
        return foreground === undefined ? [] : [{ scopes: toScopes(fields['scope']), foreground }];
      })
    : [];
}

/**
 * The rules of the user's `editor.tokenColorCustomizations`: those for all themes, then those for this one, which name
 * it in brackets and may hold `*`.
 */
export function readCustomRules(setting: unknown, themeId: string): readonly TokenRule[] {
  const fields = toFields(setting);
  const ofTheme = Object.entries(fields).filter(
    ([key]) => key.startsWith('[') && namesOf(key).some((name) => matches(name, themeId)),
  );
  return [fields, ...ofTheme.map(([, value]) => toFields(value))].flatMap(rulesOfGroup);
}

function rulesOfGroup(group: Fields): readonly TokenRule[] {
  const short = Object.entries(SHORT_NAMES).flatMap(([name, scopes]) => {
    const value = group[name];
    const foreground = toColor(typeof value === 'string' ? value : toFields(value)['foreground']);
    return foreground === undefined ? [] : [{ scopes, foreground }];
  });
  return [...short, ...readRules(group['textMateRules'])];
}

/** The themes of a key such as `[Light Modern][*Solarized*]`. */
function namesOf(key: string): readonly string[] {
  return [...key.matchAll(/\[([^\]]+)\]/gu)].map(([, name = '']) => name);
}

function matches(name: string, themeId: string): boolean {
  const [first = '', ...rest] = name.split('*');
  if (rest.length === 0) {
    return name === themeId;
  }
  let at = first.length;
  const inOrder = rest.every((part) => {
    const found = themeId.indexOf(part, at);
    at = found + part.length;
    return found >= 0;
  });
  return themeId.startsWith(first) && inOrder && themeId.endsWith(rest.at(-1) ?? '');
}

function toScopes(value: unknown): readonly string[] {
  const listed = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : [];
  return listed.flatMap((scope) => (typeof scope === 'string' && scope.trim() !== '' ? [scope.trim()] : []));
}

/** In the long form, `#rgb` too; nothing for what is no colour: it becomes part of a style. */
function toColor(value: unknown): string | undefined {
  const digits = /^#(?<digits>[\da-f]{3,8})$/iu.exec(typeof value === 'string' ? value.trim() : '')?.groups;
  const { digits: hex = '' } = digits ?? {};
  switch (hex.length) {
    case 3:
    case 4:
      return `#${hex.replaceAll(/./gu, '$&$&')}`;
    case 6:
    case 8:
      return `#${hex}`;
    default:
      return undefined;
  }
}

type Fields = Readonly<Record<string, unknown>>;

function toFields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
