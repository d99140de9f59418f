import { deepEqual, equal } from 'node:assert/strict';
import { type Prompt } from '../../../../src/core/completion/prompt.ts';
import { readRatio } from '../../../../src/core/completion/readRatio.ts';

const CODE = 'let a = 1;\n'.repeat(30);
const CHINESE = '春天来了，花开了。\n'.repeat(33);
const plain = (text: string, ...neighbours: string[]): Prompt => ({
  kind: 'plain',
  text,
  neighbours: neighbours.map((one) => ({ text: one })),
});

describe('how many characters a token of a prompt has', () => {
  it('is told of code and of dense text apart', () => {
    deepEqual(readRatio(plain(CODE), { promptTokens: 110 }), { isDense: false, charactersPerToken: 3 });
    deepEqual(readRatio(plain(CHINESE), { promptTokens: 660 }), { isDense: true, charactersPerToken: 0.5 });
  });

  it('counts both sides of the cursor, and the other texts that were read', () => {
    const infill: Prompt = {
      kind: 'fillInTheMiddle',
      order: 'suffixFirst',
      header: '',
      prefix: CODE,
      suffix: CODE,
      neighbours: [{ text: CODE }, { text: CHINESE }],
    };
    deepEqual(readRatio(infill, { promptTokens: 330, neighbours: 1 }), {
      isDense: false,
      charactersPerToken: 3,
    });
  });

  it('is not told of a mixture, nor of a short prompt', () => {
    equal(readRatio(plain(CODE, CHINESE), { promptTokens: 500 }), undefined);
    equal(readRatio(plain(CODE), { promptTokens: 59 }), undefined);
  });
});
