/** Rest positions after a match of some part of a grammar. */
type Matcher = (text: string, at: ReadonlySet<number>) => Set<number>;

/** Whether a GBNF grammar allows a text: an independent reader of the part of the language that this project writes. */
export function matchesGrammar(grammar: string, text: string): boolean {
  const rules = new Map<string, string>();
  for (const line of grammar.split('\n')) {
    const [name = '', body = ''] = line.split(/ ::= (.*)/su);
    rules.set(name, body);
  }
  const parsed = new Map<string, Matcher>();
  const rule = (name: string): Matcher => {
    const body = rules.get(name);
    if (body === undefined) {
      throw new Error(`There is no rule ${name}.`);
    }
    let matcher = parsed.get(name);
    if (matcher === undefined) {
      // Parsed when it is first used, so that rules may refer to themselves.
      parsed.set(name, (...args) => (parsed.get(name) ?? nothing)(...args));
      matcher = new GrammarReader(body, rule).all();
      parsed.set(name, matcher);
    }
    return (...args) => (parsed.get(name) ?? nothing)(...args);
  };
  return rule('root')(text, new Set([0])).has(text.length);
}

const nothing: Matcher = () => new Set();
const TOKEN = /\s*(?:"((?:[^"\\]|\\.)*)"|(\[(?:[^\]\\]|\\.)*\])|(\{\d*,?\d*\})|([\w-]+)|([()|?*+]))/uy;

class GrammarReader {
  #at = 0;

  constructor(
    private readonly body: string,
    private readonly rule: (name: string) => Matcher,
  ) {}

  all(): Matcher {
    const matcher = this.#alternatives();
    if (this.body.slice(this.#at).trim() !== '') {
      throw new Error(`Not read: ${this.body.slice(this.#at)}`);
    }
    return matcher;
  }

  #alternatives(): Matcher {
    const branches = [this.#sequence()];
    while (this.#takes('|')) {
      branches.push(this.#sequence());
    }
    return (text, at) => new Set(branches.flatMap((branch) => [...branch(text, at)]));
  }

  #sequence(): Matcher {
    const parts: Matcher[] = [];
    for (let part = this.#part(); part !== undefined; part = this.#part()) {
      parts.push(part);
    }
    return (text, at) => parts.reduce<Set<number>>((ends, part) => part(text, ends), new Set(at));
  }

  #part(): Matcher | undefined {
    const start = this.#at;
    const [, literal, range, , name, sign] = this.#token() ?? [];
    let matcher: Matcher;
    if (literal !== undefined) {
      matcher = literalMatcher(unescaped(literal));
    } else if (range !== undefined) {
      matcher = rangeMatcher(new RegExp(range, 'u'));
    } else if (name !== undefined) {
      const { rule } = this;
      matcher = (text, at) => rule(name)(text, at);
    } else if (sign === '(') {
      matcher = this.#alternatives();
      if (!this.#takes(')')) {
        throw new Error('A bracket is open.');
      }
    } else {
      this.#at = start;
      return undefined;
    }
    return this.#repeated(matcher);
  }

  #repeated(matcher: Matcher): Matcher {
    const start = this.#at;
    const [, , , count, , sign] = this.#token() ?? [];
    if (sign === '?') return repeat(matcher, 0, 1);
    if (sign === '*') return repeat(matcher, 0, Infinity);
    if (sign === '+') return repeat(matcher, 1, Infinity);
    if (count !== undefined) {
      const [least = '', most] = count.slice(1, -1).split(',');
      return repeat(
        matcher,
        Number(least),
        most === undefined ? Number(least) : most === '' ? Infinity : Number(most),
      );
    }
    this.#at = start;
    return matcher;
  }

  #token(): RegExpExecArray | null {
    TOKEN.lastIndex = this.#at;
    const match = TOKEN.exec(this.body);
    this.#at = match === null ? this.#at : TOKEN.lastIndex;
    return match;
  }

  #takes(wanted: string): boolean {
    const start = this.#at;
    const isThere = this.#token()?.[5] === wanted;
    this.#at = isThere ? this.#at : start;
    return isThere;
  }
}

function repeat(matcher: Matcher, least: number, most: number): Matcher {
  return (text, at) => {
    let ends = new Set(at);
    const all = new Set(least === 0 ? at : []);
    for (let count = 1; count <= most && ends.size > 0; count++) {
      ends = new Set([...matcher(text, ends)].filter((end) => !all.has(end)));
      if (count >= least) {
        for (const end of ends) {
          all.add(end);
        }
      }
    }
    return all;
  };
}

function literalMatcher(literal: string): Matcher {
  return (text, at) =>
    new Set([...at].filter((from) => text.startsWith(literal, from)).map((from) => from + literal.length));
}

function rangeMatcher(range: RegExp): Matcher {
  return (text, at) =>
    new Set(
      [...at].flatMap((from) => {
        const character = String.fromCodePoint(text.codePointAt(from) ?? 0);
        return from < text.length && range.test(character) ? [from + character.length] : [];
      }),
    );
}

function unescaped(literal: string): string {
  return literal.replace(/\\x([0-9A-F]{2})|\\(.)/gu, (_, hex?: string, plain?: string) =>
    hex === undefined ? (plain ?? '') : String.fromCharCode(parseInt(hex, 16)),
  );
}
