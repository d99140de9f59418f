import assert from 'node:assert/strict';
import { textPieces } from '../../../src/engine/worker/textPieces.ts';
import { scriptedModel } from '../../support/scriptedModel.ts';

describe('the pieces of a text', () => {
  it('are its tokens in order, each with its text', () => {
    assert.deepEqual(textPieces(scriptedModel({}), 'ab'), [
      { id: 97, text: 'a' },
      { id: 98, text: 'b' },
    ]);
  });

  it('are written as they are behind what stands before them', () => {
    const model = {
      tokenize: () => [1, 1, 1],
      detokenize: ([token = 0]: readonly number[], before: readonly number[]) =>
        `${before.length === 0 ? '' : ' '}${token}`,
    };
    assert.deepEqual(
      textPieces(model, '1 1 1').map(({ text }) => text),
      ['1', ' 1', ' 1'],
    );
  });

  it('are none for no text', () => {
    assert.deepEqual(textPieces(scriptedModel({}), ''), []);
  });
});
