import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { type ScoredToken, type TokenId } from '../../../src/engine/worker/nativeRuntime.ts';
import { type TakenBack, TokenHealing } from '../../../src/engine/worker/tokenHealing.ts';

/** A vocabulary by ids. */
const TEXTS = [
  'let',
  ' x',
  ' xyz',
  ' ',
  '   ',
  '    ',
  '\n',
  '(',
  '\uFFFD',
  '',
  ' data',
  ' database',
  'base',
  'b',
];
TEXTS.push(' ', 'get', 'Element', 'By', '文', '字');
const idsOf = (...texts: string[]): TokenId[] => texts.map((text) => TEXTS.indexOf(text));
const textOf = (tokens: readonly TokenId[]): string => tokens.map((token) => TEXTS[token] ?? '').join('');

const healing = new TokenHealing({ detokenize: textOf });

describe('taking the word at the cursor back', () => {
  const takenBack = (...texts: string[]): string[] | undefined => {
    const tokens = idsOf(...texts);
    const taken = healing.takeBack(tokens);
    if (taken !== undefined) {
      deepStrictEqual([...taken.prompt, ...taken.tokens], tokens);
      strictEqual(textOf(taken.tokens), taken.text);
    }
    return taken?.tokens.map((token) => TEXTS[token] ?? '');
  };

  it('takes the last token where a word begins with it, or it is none', () => {
    deepStrictEqual(takenBack('let', ' x'), [' x']);
    deepStrictEqual(takenBack('let', '('), ['(']);
    deepStrictEqual(takenBack('let', ' x', '   '), ['   ']);
    deepStrictEqual(takenBack('let', '(', 'b'), ['b']);
  });

  it('takes the tokens before it too where they begin its word, and no more than three', () => {
    deepStrictEqual(takenBack('let', ' data', 'b'), [' data', 'b']);
    deepStrictEqual(takenBack('let', ' data', 'base', 'b'), [' data', 'base', 'b']);
    deepStrictEqual(takenBack('let', ' data', 'base', 'b', 'b'), ['base', 'b', 'b']);
  });

  it('takes of a name in several words only the last', () => {
    deepStrictEqual(takenBack('let', 'get', 'Element', 'By'), ['By']);
    deepStrictEqual(takenBack('let', 'get', 'Element', 'b'), ['Element', 'b']);
  });

  it('takes one token where words have no spaces between them', () => {
    deepStrictEqual(takenBack('let', '文', '字'), ['字']);
  });

  it('takes no line break, no part of a character, no control token, and never the only one there is', () => {
    for (const text of ['\n', '\uFFFD', '']) {
      strictEqual(takenBack('let', text), undefined, JSON.stringify(text));
      deepStrictEqual(takenBack('let', text, 'b'), ['b'], JSON.stringify(text));
    }
    deepStrictEqual(takenBack('let', 'b'), ['b']);
    strictEqual(takenBack('let'), undefined);
    strictEqual(takenBack(), undefined);
  });
});

describe('writing what was taken back anew', () => {
  const taken = (text: string): TakenBack => ({ prompt: idsOf('let'), tokens: [], text });
  /** The first with a half, the next with a quarter. */
  const likely = (...texts: string[]): ScoredToken[] =>
    idsOf(...texts).map((token, index) => ({ token, probability: 0.5 ** (index + 1) }));
  /** What the model thinks after each text; nothing after any other. */
  const model = (
    after: Readonly<Record<string, readonly ScoredToken[]>>,
  ): { looks: string[]; foresight: (path: readonly TokenId[]) => Promise<readonly ScoredToken[]> } => {
    const looks: string[] = [];
    return {
      looks,
      foresight: (path) => {
        looks.push(textOf(path));
        return Promise.resolve(after[textOf(path)] ?? []);
      },
    };
  };

  it('chooses the likeliest token that begins with it, by its share of all such, at one look', async () => {
    const { looks, foresight } = model({ '': likely('(', ' xyz', '\n', ' x') });
    deepStrictEqual(await healing.heal(taken(' x'), foresight), {
      tokens: idsOf(' xyz'),
      probability: 0.25 / (0.25 + 0.0625),
    });
    deepStrictEqual(looks, ['']);
  });

  it('goes on from a part of it, in as many tokens as it takes', async () => {
    const { looks, foresight } = model({ '': likely(' data'), ' data': likely('(', 'base', 'b') });
    deepStrictEqual(await healing.heal(taken(' datab'), foresight), {
      tokens: idsOf(' data', 'base'),
      probability: 0.125 / (0.125 + 0.0625),
    });
    deepStrictEqual(looks, ['', ' data']);
  });

  it('comes back from a likelier part that leads nowhere', async () => {
    const { looks, foresight } = model({ '': likely(' data', ' database'), ' data': likely('(') });
    deepStrictEqual(await healing.heal(taken(' datab'), foresight), {
      tokens: idsOf(' database'),
      probability: 1,
    });
    deepStrictEqual(looks, ['', ' data']);
  });

  it('lets the last of several spaces belong to what follows', async () => {
    const { foresight } = model({ '': likely('   '), '   ': likely(' x', '(') });
    deepStrictEqual((await healing.heal(taken('    '), foresight))?.tokens, idsOf('   ', ' x'));
  });

  it('passes over the likelier ones for an alternative', async () => {
    const { foresight } = model({ '': likely(' xyz', ' x', '(') });
    deepStrictEqual((await healing.heal(taken(' x'), foresight, 1))?.tokens, idsOf(' x'));
    strictEqual(await healing.heal(taken(' x'), foresight, 2), undefined);
  });

  it('finds nothing where nothing likely begins so, after four looks at most', async () => {
    const none = model({ '': likely('(', '') });
    strictEqual(await healing.heal(taken(' xyz'), none.foresight), undefined);
    deepStrictEqual(none.looks, ['']);
    const endless = { looks: 0 };
    const ever = (): Promise<readonly ScoredToken[]> => {
      endless.looks++;
      return Promise.resolve(likely('b'));
    };
    strictEqual(await healing.heal(taken('bbbbbbbb'), ever), undefined);
    strictEqual(endless.looks, 4);
  });
});
