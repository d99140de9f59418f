import assert from 'node:assert/strict';
import {
  continuationOf,
  LONGEST_MATCH,
  mixWithPrecedent,
  precedentOf,
} from '../../../src/engine/worker/copying.ts';
import { CopyingText, DRAFT_TOKENS, type FoundToken } from '../../../src/engine/worker/copyingText.ts';
import { TokenizedTexts } from '../../../src/engine/worker/tokenizedTexts.ts';
import { type ScoredToken } from '../../../src/engine/worker/nativeRuntime.ts';
import { codeUnits, scriptedModel } from '../../support/scriptedModel.ts';

const found = (written: string, ...texts: string[]): [number, string] | undefined => {
  const precedent = precedentOf(texts.map(codeUnits), codeUnits(written));
  return precedent === undefined
    ? undefined
    : [
        precedent.match,
        [...precedent.counts].map(([token, count]) => String.fromCharCode(token) + String(count)).join(' '),
      ];
};

describe('precedentOf', () => {
  it('counts what followed the longest end of the text elsewhere', () => {
    assert.deepEqual(found('xbc', 'abcd bce bce'), [2, 'e2 d1']);
    assert.deepEqual(found('abc', 'abcd bce bce'), [3, 'd1']);
  });

  it('looks through all texts, and not from one into the next', () => {
    assert.deepEqual(found('ab', 'ab', 'xb1', 'ab2 ab2'), [2, '22']);
    assert.equal(found('ab', 'ab', 'cd'), undefined);
  });

  it('knows nothing of what stands nowhere', () => {
    assert.equal(found('z', 'abc'), undefined);
    assert.equal(found('', 'abc'), undefined);
    assert.equal(found('abc'), undefined);
  });

  it('takes no match for longer than the longest that counts', () => {
    const long = 'a long text that stands twice';
    assert.equal(found(long, `${long}!`)?.[0], LONGEST_MATCH);
  });
});

describe('continuationOf', () => {
  const continued = (written: string, texts: readonly string[], least = 2, count = 3): string =>
    String.fromCharCode(...continuationOf(texts.map(codeUnits), codeUnits(written), { least, count }));

  it('is what follows the longest end, as far as it is asked for and the text goes', () => {
    assert.equal(continued('xabc', ['bc12345 abc67890']), '678');
    assert.equal(continued('xabc', ['abc6']), '6');
  });

  it('takes the last place of the first text where several are as long', () => {
    assert.equal(continued('xab', ['ab1 ab2 b', 'ab3']), '2 b');
  });

  it('is nothing where too little stands elsewhere, or nothing follows there', () => {
    assert.equal(continued('xab', ['ab1'], 3), '');
    assert.equal(continued('xab', ['cab']), '');
    assert.equal(continued('', ['ab']), '');
  });
});

describe('mixWithPrecedent', () => {
  const candidates = [
    { token: 1, probability: 0.5 },
    { token: 2, probability: 0.3 },
  ];

  it('leaves the model alone where there is none', () => {
    assert.equal(mixWithPrecedent(candidates, undefined), candidates);
  });

  it('lets a long match outvote the model, and a short one not', () => {
    const counts = new Map([[3, 2]]);
    assert.equal(mixWithPrecedent(candidates, { match: 8, counts, total: 2 })[0]?.token, 3);
    assert.equal(mixWithPrecedent(candidates, { match: 1, counts, total: 2 })[0]?.token, 1);
  });

  it('trusts one that always went on in the same way more than one that did not', () => {
    const agreeing = mixWithPrecedent(candidates, { match: 3, counts: new Map([[2, 4]]), total: 4 });
    const split = new Map([
      [2, 2],
      [4, 2],
    ]);
    const disagreeing = mixWithPrecedent(candidates, { match: 3, counts: split, total: 4 });
    const of2 = (mixed: typeof agreeing): number => mixed.find(({ token }) => token === 2)?.probability ?? 0;
    assert.ok(of2(agreeing) > of2(disagreeing));
  });

  it('stays a distribution', () => {
    const mixed = mixWithPrecedent(candidates, { match: 4, counts: new Map([[3, 1]]), total: 1 });
    const sum = mixed.reduce((total, { probability }) => total + probability, 0);
    assert.ok(sum <= 1 && sum > 0.8);
    assert.deepEqual(
      mixed.map(({ probability }) => probability),
      mixed.map(({ probability }) => probability).sort((a, b) => b - a),
    );
  });
});

describe('CopyingText', () => {
  it('follows what it writes itself through the texts', async () => {
    const likely = (): Promise<{ token: number; probability: number }[]> =>
      Promise.resolve([{ token: '?'.charCodeAt(0), probability: 0.2 }]);
    const texts = [codeUnits('the quick brown fox jumps')];
    const copying = new CopyingText({ likely }, texts, codeUnits('a quick b'));
    let written = '';
    for await (const { token } of copying.decode(codeUnits('b'))) {
      written += String.fromCharCode(token);
      if (written.length === 8) {
        break;
      }
    }
    assert.equal(written, 'rown fox');
  });
});

describe('CopyingText that drafts', () => {
  const TEXT = 'the quick brown fox jumps over the lazy dog';

  /** A model that knows a text by heart, and how its cache was asked. */
  function knowing(
    text: string,
    sure = 0.9,
  ): {
    readonly sequence: ConstructorParameters<typeof CopyingText>[0];
    readonly reads: number[];
    readonly cache: () => string;
  } {
    const cache: number[] = [];
    const reads: number[] = [];
    const read = (tokens: readonly number[]): ScoredToken[][] => {
      reads.push(tokens.length);
      return tokens.map((token) => {
        cache.push(token);
        return [
          { token: text.charCodeAt(cache.length), probability: sure },
          { token: '?'.charCodeAt(0), probability: 1 - sure },
        ];
      });
    };
    return {
      sequence: {
        likely: (tokens) => Promise.resolve(read(tokens).at(-1) ?? []),
        drafting: {
          likelyAfterEach: (tokens) => Promise.resolve(read(tokens)),
          drop: (count) => {
            cache.length -= count;
            return Promise.resolve();
          },
        },
      },
      reads,
      cache: () => String.fromCharCode(...cache),
    };
  }

  async function write(
    model: ReturnType<typeof knowing>,
    { from, count, mostAtOnce }: { from: string; count: number; mostAtOnce: number },
    alternative = 0,
  ): Promise<{ text: string; found: FoundToken[] }> {
    const before = codeUnits('the quick');
    // The cache has all but the token that is evaluated first.
    await model.sequence.likely(before.slice(0, -1), 1);
    model.reads.length = 0;
    const copying = new CopyingText(model.sequence, [codeUnits(from)], before);
    const found: FoundToken[] = [];
    for await (const token of copying.decode(before.slice(-1), alternative, () => mostAtOnce)) {
      found.push(token);
      if (found.length === count) {
        break;
      }
    }
    return { text: String.fromCharCode(...found.map(({ token }) => token)), found };
  }

  it('writes what it would have written without, in fewer steps where the draft is right', async () => {
    const plain = knowing(TEXT);
    const drafting = knowing(TEXT);
    const asked = { from: TEXT, count: 6 };
    const without = await write(plain, { ...asked, mostAtOnce: 1 });
    const drafted = await write(drafting, { ...asked, mostAtOnce: 100 });
    assert.deepEqual([without.text, drafted.text], [' brown', ' brown']);
    assert.deepEqual([plain.reads, drafting.reads], [[1, 1, 1, 1, 1, 1], [1 + DRAFT_TOKENS]]);
    const probabilities = ({ found }: typeof drafted): number[] =>
      found.map(({ probability }) => probability);
    assert.deepEqual(probabilities(drafted), probabilities(without));
    assert.deepEqual(
      drafted.found.map(({ evaluated }) => evaluated),
      [1 + DRAFT_TOKENS, 0, 0, 0, 0, 0],
    );
  });

  it('goes on from the first token that it drafted wrongly, with nothing after it in the cache', async () => {
    const model = knowing(TEXT, 1);
    const { text } = await write(model, { from: 'the quick bread', count: 8, mostAtOnce: 5 });
    assert.equal(text, ' brown f');
    assert.equal(model.reads[0], 5);
    assert.equal(model.cache(), TEXT.slice(0, model.cache().length));
  });

  it('drafts no more than may be read at once, and not past the end of a text', async () => {
    const few = knowing(TEXT);
    await write(few, { from: TEXT, count: 1, mostAtOnce: 3 });
    assert.deepEqual(few.reads, [3]);
    const short = knowing(TEXT);
    await write(short, { from: 'the quick b', count: 1, mostAtOnce: 8 });
    assert.deepEqual(short.reads, [3]);
  });

  it('drafts nothing for another beginning, for a text that is hardly right, and where too little stands elsewhere', async () => {
    const other = knowing(TEXT);
    await write(other, { from: TEXT, count: 1, mostAtOnce: 8 }, 1);
    assert.deepEqual(other.reads, [1]);
    const unsure = knowing(TEXT, 0.3);
    const { text } = await write(unsure, { from: TEXT, count: 11, mostAtOnce: 8 });
    assert.deepEqual([text, unsure.reads], [' brown fox ', [8, 1, 1, 1]]);
    const little = knowing(TEXT);
    await write(little, { from: 'ck brown', count: 1, mostAtOnce: 8 });
    assert.deepEqual(little.reads, [1]);
  });
});

describe('CopyingText, asked for an alternative', () => {
  it('passes over the likelier beginnings, and nothing after that', async () => {
    const likely = (): Promise<{ token: number; probability: number }[]> =>
      Promise.resolve([
        { token: 1, probability: 0.5 },
        { token: 2, probability: 0.3 },
      ]);
    const written: number[] = [];
    for await (const { token } of new CopyingText({ likely }, [], []).decode([9], 1)) {
      written.push(token);
      if (written.length === 3) {
        break;
      }
    }
    assert.deepEqual(written, [2, 1, 1]);
  });
});

describe('TokenizedTexts', () => {
  it('tokenizes anew only the piece that has changed', () => {
    const asked: string[] = [];
    const model = scriptedModel({});
    const texts = new TokenizedTexts({
      tokenize: (text, options) => {
        asked.push(text);
        return model.tokenize(text, options);
      },
    });
    const lines = Array.from({ length: 300 }, (_, line) => `line ${line}\n`).join('');
    assert.deepEqual(texts.tokensOf(lines), codeUnits(lines));
    assert.ok(asked.length > 2);
    asked.length = 0;
    texts.tokensOf(`${lines}x`);
    assert.equal(asked.length, 1);
    assert.deepEqual(texts.tokensOf(''), []);
  });

  it('holds no more than so much text, the oldest going first, however long a line is', () => {
    let asked = 0;
    const texts = new TokenizedTexts({
      tokenize: (text) => {
        asked += text.length;
        return [];
      },
    });
    const [first, second] = ['a', 'b'].map((letter) =>
      Array.from({ length: 100_000 }, (_, index) => `${letter}${index}`).join(' '),
    );
    texts.tokensOf(first ?? '');
    texts.tokensOf(second ?? '');
    asked = 0;
    texts.tokensOf(second ?? '');
    assert.ok(asked < 10_000, `${asked} characters of what was just there`);
    texts.tokensOf(first ?? '');
    assert.ok(asked > 100_000, 'what was forgotten');
  });
});
