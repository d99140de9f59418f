import assert from 'node:assert/strict';
import { LONGEST_MATCH, mixWithPrecedent, precedentOf } from '../../../src/engine/worker/copying.ts';
import { CopyingText } from '../../../src/engine/worker/copyingText.ts';
import { TokenizedTexts } from '../../../src/engine/worker/tokenizedTexts.ts';
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
