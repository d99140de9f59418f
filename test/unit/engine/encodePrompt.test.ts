import assert from 'node:assert/strict';
import { EngineError } from '../../../src/engine/engineError.ts';
import { encodePrompt } from '../../../src/engine/worker/encodePrompt.ts';
import { codeUnits as codes, scriptedModel } from '../../support/scriptedModel.ts';

const tokensOf = (...asked: Parameters<typeof encodePrompt>): readonly number[] =>
  encodePrompt(...asked).tokens;

describe('encodePrompt', () => {
  it('puts the special tokens in place by id', () => {
    const model = scriptedModel({ infill: { prefix: 900, suffix: 901, middle: 902 }, beginOfText: 1 });
    assert.deepEqual(
      tokensOf(
        model,
        { kind: 'fillInTheMiddle', order: 'prefixFirst', header: '#', prefix: 'ab', suffix: 'c' },
        100,
      ),
      [1, 900, ...codes('#ab'), 901, ...codes('c'), 902],
    );
  });

  it('announces the file after its separator, and puts the suffix first where the model wants it', () => {
    const model = scriptedModel({
      infill: { prefix: 900, suffix: 901, middle: 902 },
      controls: { '<|file_sep|>': 906 },
    });
    const sides = { kind: 'fillInTheMiddle', header: '', prefix: 'ab', suffix: 'c' } as const;
    assert.deepEqual(tokensOf(model, { ...sides, order: 'suffixFirst', file: 'a.ts' }, 100), [
      906,
      ...codes('a.ts\n'),
      901,
      ...codes('c'),
      900,
      ...codes('ab'),
      902,
    ]);
    assert.deepEqual(tokensOf(model, { kind: 'plain', file: 'a.ts', text: 'ab' }, 100), [
      906,
      ...codes('a.ts\nab'),
    ]);
  });

  it('announces no file that would take half of what fits, nor one to a vocabulary without the separator', () => {
    const model = scriptedModel({ controls: { '<|file_sep|>': 906 } });
    const prompt = { kind: 'plain', file: 'a/long/path.ts', text: 'ab' } as const;
    assert.deepEqual(tokensOf(model, prompt, 20), codes('ab'));
    assert.deepEqual(tokensOf(scriptedModel({}), prompt, 100), codes('ab'));
  });

  it('reads the names of special tokens in the user’s text as text', () => {
    const model = scriptedModel({ infill: { prefix: 900, suffix: 901, middle: 902 } });
    const tokens = tokensOf(model, { kind: 'plain', text: '<|fim_prefix|>' }, 100);
    assert.deepEqual(tokens, codes('<|fim_prefix|>'));
  });

  it('puts the pieces of a chat in their order, control tokens by name', () => {
    const model = scriptedModel({ controls: { '<|user|>': 907 }, beginOfText: 1 });
    const pieces = [{ control: '<|user|>' }, { text: '<|user|>' }];
    assert.deepEqual(tokensOf(model, { kind: 'pieces', pieces }, 100), [1, 907, ...codes('<|user|>')]);
  });

  it('recognises control tokens in a template’s markup, and in no other piece', () => {
    const model = scriptedModel({ controls: { '<|user|>': 907 } });
    const pieces = [{ markup: '<|user|>\n' }, { text: '<|user|>' }];
    assert.deepEqual(tokensOf(model, { kind: 'pieces', pieces }, 100), [907, ...codes('\n<|user|>')]);
  });

  it('does not begin a text twice where a template begins it itself', () => {
    const model = scriptedModel({ controls: { '<s>': 1 }, beginOfText: 1 });
    const pieces = [{ markup: '<s>' }, { text: 'a' }];
    assert.deepEqual(tokensOf(model, { kind: 'pieces', pieces }, 100), [1, ...codes('a')]);
  });

  it('refuses a control token that the vocabulary lacks, and pieces that do not fit', () => {
    const model = scriptedModel({});
    const encode = (piece: { text: string } | { control: string }): unknown =>
      tokensOf(model, { kind: 'pieces', pieces: [piece] }, 10);
    assert.throws(
      () => encode({ control: '<|user|>' }),
      (error) => error instanceof EngineError && error.code === 'invalidParams',
    );
    assert.throws(
      () => encode({ text: 'x'.repeat(11) }),
      (error) => error instanceof EngineError && error.code === 'promptTooLong',
    );
  });

  it('drops the oldest text in steps, and stays within the budget', () => {
    const model = scriptedModel({});
    const text = 'x'.repeat(1000);
    const lengths = [0, 1, 2, 3].map(
      (more) => tokensOf(model, { kind: 'plain', text: text + 'y'.repeat(more) }, 200).length,
    );
    assert.ok(lengths.every((length) => length <= 200));
    // The start moves by 64 tokens at once, so the length grows by one with every key in between.
    assert.deepEqual(lengths, [168, 169, 170, 171]);
  });

  it('gives the suffix half the budget at most', () => {
    const model = scriptedModel({ infill: { prefix: 900, suffix: 901, middle: 902 } });
    const tokens = tokensOf(
      model,
      {
        kind: 'fillInTheMiddle',
        order: 'prefixFirst',
        header: '',
        prefix: 'p'.repeat(500),
        suffix: 's'.repeat(500),
      },
      103,
    );
    assert.ok(tokens.length <= 103);
    assert.equal(tokens.filter((token) => token === 's'.charCodeAt(0)).length, 50);
  });

  it('starts an empty document with a line break', () => {
    assert.deepEqual(tokensOf(scriptedModel({}), { kind: 'plain', text: '' }, 100), codes('\n'));
  });

  it('says so when the vocabulary has no fill-in-the-middle tokens', () => {
    assert.throws(
      () =>
        tokensOf(
          scriptedModel({}),
          { kind: 'fillInTheMiddle', order: 'prefixFirst', header: '', prefix: '', suffix: '' },
          100,
        ),
      (error) => error instanceof EngineError && error.code === 'noFillInTheMiddle',
    );
  });

  describe('with parts of other files', () => {
    const controls = { '<|file_sep|>': 906 };
    const infill = { prefix: 900, suffix: 901, middle: 902 };

    it('parts them and the document by the separator', () => {
      const model = scriptedModel({ controls, beginOfText: 1 });
      const neighbours = [
        { file: 'b.ts', text: 'bb' },
        { file: 'c.ts', text: 'c' },
      ];
      const own = { kind: 'plain', file: 'a.ts', text: 'ab' } as const;
      assert.deepEqual(encodePrompt(model, { ...own, neighbours }, 100), {
        tokens: [1, 906, ...codes('b.ts\nbb'), 906, ...codes('c.ts\nc'), 906, ...codes('a.ts\nab')],
        neighbours: 2,
      });
    });

    it('parts a document without a path from them as well', () => {
      const prompt = { kind: 'plain', neighbours: [{ file: 'b.ts', text: 'b' }], text: 'ab' } as const;
      assert.deepEqual(tokensOf(scriptedModel({ controls }), prompt, 100), [
        906,
        ...codes('b.ts\nb'),
        906,
        ...codes('\nab'),
      ]);
    });

    it('puts files before the prefix and the suffix, and comments at the head of the prefix', () => {
      const model = scriptedModel({ controls, infill });
      const sides = { kind: 'fillInTheMiddle', header: '#', prefix: 'ab', suffix: 'c' } as const;
      assert.deepEqual(
        tokensOf(model, { ...sides, order: 'suffixFirst', neighbours: [{ file: 'b', text: 'b' }] }, 100),
        [906, ...codes('b\nb'), 906, ...codes('\n'), 901, ...codes('c'), 900, ...codes('#ab'), 902],
      );
      const comment = [{ text: '# b' }];
      assert.deepEqual(tokensOf(model, { ...sides, order: 'prefixFirst', neighbours: comment }, 100), [
        900,
        ...codes('# b#ab'),
        901,
        ...codes('c'),
        902,
      ]);
    });

    it('leaves out whole ones where the budget is too small, the last first, and nothing of the document', () => {
      const model = scriptedModel({});
      const neighbours = [{ text: 'b'.repeat(30) }, { text: 'c'.repeat(30) }];
      const prompt = { kind: 'plain', neighbours, text: 'a'.repeat(40) } as const;
      const held = [100, 99, 70, 69].map((budget) => encodePrompt(model, prompt, budget));
      assert.deepEqual(
        held.map(({ neighbours: count }) => count),
        [2, 1, 1, 0],
      );
      assert.ok(held.every(({ tokens }) => String.fromCharCode(...tokens).endsWith(prompt.text)));
    });

    it('leaves them out where the vocabulary has nothing to part them', () => {
      const prompt = { kind: 'plain', neighbours: [{ file: 'b.ts', text: 'b' }], text: 'ab' } as const;
      assert.deepEqual(encodePrompt(scriptedModel({}), prompt, 100), { tokens: codes('ab'), neighbours: 0 });
    });

    it('reads the names of special tokens in them as text', () => {
      const model = scriptedModel({ controls, infill });
      const neighbours = [{ file: '<|fim_prefix|>', text: '<|file_sep|>' }];
      assert.deepEqual(tokensOf(model, { kind: 'plain', neighbours, file: 'a', text: 'b' }, 100), [
        906,
        ...codes('<|fim_prefix|>\n<|file_sep|>'),
        906,
        ...codes('a\nb'),
      ]);
    });
  });
});
