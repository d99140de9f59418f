/** A property of an object's grammar; `value` names a rule. */
export interface PropertyRule {
  readonly name: string;
  readonly value: string;
  readonly isRequired: boolean;
}

const COMMA = '"," " "?';
const COLON = '":" " "?';
/** More digits than these are no exact numbers in JavaScript. */
const BASE_RULES = {
  'any-string': '"\\"" any-character* "\\""',
  'any-character':
    '[^"\\\\\\x00-\\x1F\\x7F] | "\\\\" (["\\\\/bfnrt] | "u" [0-9a-fA-F] [0-9a-fA-F] [0-9a-fA-F] [0-9a-fA-F])',
  'any-integer': '"-"? ("0" | [1-9] [0-9]{0,14})',
  'any-number': 'any-integer ("." [0-9]{1,15})? ([eE] [-+]? [0-9]{1,2})?',
  'any-boolean': '"true" | "false"',
  'any-object': `"{" (any-member (${COMMA} any-member)*)? "}"`,
  'any-member': `any-string ${COLON} any-value`,
  'any-list': `"[" (any-value (${COMMA} any-value)*)? "]"`,
  'any-value': 'any-object | any-list | any-string | any-number | any-boolean | "null"',
} as const;

/** The rules of a GBNF grammar in the making. Every name it gives is a whole rule's, which can stand anywhere. */
export class GrammarRules {
  readonly anyValue = 'any-value';
  readonly anyString = 'any-string';
  readonly anyInteger = 'any-integer';
  readonly anyNumber = 'any-number';
  readonly anyBoolean = 'any-boolean';
  readonly #rules = new Map<string, string>(Object.entries(BASE_RULES));

  /** Adds a rule and returns its name. */
  add(kind: string, body: string): string {
    const name = this.reserve(kind);
    this.#rules.set(name, body);
    return name;
  }

  /** A name whose rule is defined later. */
  reserve(kind: string): string {
    const name = `${kind}-${String(this.#rules.size)}`;
    this.#rules.set(name, '');
    return name;
  }

  define(name: string, body: string): void {
    this.#rules.set(name, body);
  }

  /** Objects with these properties, in this order, those left out that may be. */
  object(properties: readonly PropertyRule[]): string {
    // From the last property on: what follows it when others go before it, and when none does.
    let [later, first] = [literal('}'), literal('}')];
    for (const { name, value, isRequired } of properties.toReversed()) {
      const member = `${literal(JSON.stringify(name))} ${COLON} ${value}`;
      const withIt = this.add('rest', `${member} ${later}`);
      const asLater = `${COMMA} ${withIt}`;
      const previous = first;
      later = isRequired ? asLater : this.add('rest', `${asLater} | ${later}`);
      first = isRequired ? withIt : this.add('rest', `${withIt} | ${previous}`);
    }
    return this.add('object', `"{" ${first}`);
  }

  /** Objects with any names and values of one rule. */
  map(value: string): string {
    const member = `${this.anyString} ${COLON} ${value}`;
    return this.add('map', `"{" (${member} (${COMMA} ${member})*)? "}"`);
  }

  /** Lists of at least and at most so many items. */
  list(item: string, least: number, most: number | undefined): string {
    const more = `(${COMMA} ${item})`;
    if (most === 0) {
      return this.add('list', literal('[]'));
    }
    const rest = `{${Math.max(0, least - 1)},${most === undefined ? '' : most - 1}}`;
    const items = `${item} ${more}${rest}`;
    return this.add('list', least > 0 ? `"[" ${items} "]"` : `"[" (${items})? "]"`);
  }

  /** Lists of exactly these items. */
  tuple(items: readonly string[]): string {
    return this.add('list', `"[" ${items.join(` ${COMMA} `)} "]"`);
  }

  /** The grammar with `root` as what it describes. */
  text(root: string): string {
    return [`root ::= ${root}`, ...[...this.#rules].map(([name, body]) => `${name} ::= ${body}`)].join('\n');
  }
}

/** A text as a grammar writes it. */
export function literal(text: string): string {
  const escaped = text.replace(/["\\]|[\u0000-\u001F\u007F]/gu, (character) =>
    character === '"' || character === '\\'
      ? `\\${character}`
      : `\\x${character.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`,
  );
  return `"${escaped}"`;
}
