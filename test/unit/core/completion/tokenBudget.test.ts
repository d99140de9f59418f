import { equal, ok } from 'node:assert/strict';
import { promptBudget, tokenBudget } from '../../../../src/core/completion/tokenBudget.ts';

const model = { contextTokens: 1024, prefillSpeed: 1000, decodeSpeed: 40 };

describe('how many tokens a suggestion and its prompt may have', () => {
  it('is less of a suggestion on a slow machine, more of it for a block', () => {
    equal(tokenBudget(model, 'line', 64), 40);
    equal(tokenBudget(model, 'block', 64), 64);
    equal(tokenBudget({ ...model, decodeSpeed: 2 }, 'line', 64), 12);
    equal(tokenBudget({ ...model, contextTokens: 32 }, 'block', 64), 8);
  });

  it('is a prompt that leaves room for the longest suggestion', () => {
    equal(promptBudget(model, 64), 1024 - 64 - 1);
    ok(promptBudget(model, 64) + tokenBudget(model, 'block', 64) < model.contextTokens);
    equal(promptBudget({ ...model, contextTokens: 2 }, 64), 1);
  });

  it('is a shorter prompt where reading is slow, and never less than 128 tokens', () => {
    equal(promptBudget({ ...model, prefillSpeed: 100 }, 64), 150);
    equal(promptBudget({ ...model, prefillSpeed: 1 }, 64), 128);
  });
});
