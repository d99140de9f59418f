import assert from 'node:assert/strict';
import { EngineError } from '../../../src/engine/engineError.ts';
import { encodePrompt } from '../../../src/engine/worker/encodePrompt.ts';
import { codeUnits as codes, scriptedModel } from '../../support/scriptedModel.ts';

describe('encodePrompt', () => {
  it('puts the special tokens in place by id', () => {
    const model = scriptedModel({ infill: { prefix: 900, suffix: 901, middle: 902 }, beginOfText: 1 });
    assert.deepEqual(
      encodePrompt(
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
    assert.deepEqual(encodePrompt(model, { ...sides, order: 'suffixFirst', file: 'a.ts' }, 100), [
      906,
      ...codes('a.ts\n'),
      901,
      ...codes('c'),
      900,
      ...codes('ab'),
      902,
    ]);
    assert.deepEqual(encodePrompt(model, { kind: 'plain', file: 'a.ts', text: 'ab' }, 100), [
      906,
      ...codes('a.ts\nab'),
    ]);
  });

  it('announces no file that would take half of what fits, nor one to a vocabulary without the separator', () => {
    const model = scriptedModel({ controls: { '<|file_sep|>': 906 } });
    const prompt = { kind: 'plain', file: 'a/long/path.ts', text: 'ab' } as const;
    assert.deepEqual(encodePrompt(model, prompt, 20), codes('ab'));
    assert.deepEqual(encodePrompt(scriptedModel({}), prompt, 100), codes('ab'));
  });

  it('reads the names of special tokens in the user’s text as text', () => {
    const model = scriptedModel({ infill: { prefix: 900, suffix: 901, middle: 902 } });
    const tokens = encodePrompt(model, { kind: 'plain', text: '<|fim_prefix|>' }, 100);
    assert.deepEqual(tokens, codes('<|fim_prefix|>'));
  });

  it('puts the pieces of a chat in their order, control tokens by name', () => {
    const model = scriptedModel({ controls: { '<|user|>': 907 }, beginOfText: 1 });
    const pieces = [{ control: '<|user|>' }, { text: '<|user|>' }];
    assert.deepEqual(encodePrompt(model, { kind: 'pieces', pieces }, 100), [1, 907, ...codes('<|user|>')]);
  });

  it('recognises control tokens in a template’s markup, and in no other piece', () => {
    const model = scriptedModel({ controls: { '<|user|>': 907 } });
    const pieces = [{ markup: '<|user|>\n' }, { text: '<|user|>' }];
    assert.deepEqual(encodePrompt(model, { kind: 'pieces', pieces }, 100), [907, ...codes('\n<|user|>')]);
  });

  it('does not begin a text twice where a template begins it itself', () => {
    const model = scriptedModel({ controls: { '<s>': 1 }, beginOfText: 1 });
    const pieces = [{ markup: '<s>' }, { text: 'a' }];
    assert.deepEqual(encodePrompt(model, { kind: 'pieces', pieces }, 100), [1, ...codes('a')]);
  });

  it('refuses a control token that the vocabulary lacks, and pieces that do not fit', () => {
    const model = scriptedModel({});
    const encode = (piece: { text: string } | { control: string }): unknown =>
      encodePrompt(model, { kind: 'pieces', pieces: [piece] }, 10);
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
      (more) => encodePrompt(model, { kind: 'plain', text: text + 'y'.repeat(more) }, 200).length,
    );
    assert.ok(lengths.every((length) => length <= 200));
    // The start moves by 64 tokens at once, so the length grows by one with every key in between.
    assert.deepEqual(lengths, [168, 169, 170, 171]);
  });

  it('gives the suffix half the budget at most', () => {
    const model = scriptedModel({ infill: { prefix: 900, suffix: 901, middle: 902 } });
    const tokens = encodePrompt(
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
    assert.deepEqual(encodePrompt(scriptedModel({}), { kind: 'plain', text: '' }, 100), codes('\n'));
  });

  it('says so when the vocabulary has no fill-in-the-middle tokens', () => {
    assert.throws(
      () =>
        encodePrompt(
          scriptedModel({}),
          { kind: 'fillInTheMiddle', order: 'prefixFirst', header: '', prefix: '', suffix: '' },
          100,
        ),
      (error) => error instanceof EngineError && error.code === 'noFillInTheMiddle',
    );
  });
});
