import assert from 'node:assert/strict';
import { triggerDecision, type TriggerInput } from '../../../../src/core/completion/triggerPolicy.ts';
import { type DocumentContext } from '../../../../src/core/completion/documentContext.ts';
import { at, inMarkdown, lines } from '../../../support/cursor.ts';

const decide = (document: DocumentContext, details: Partial<TriggerInput> = {}): string => {
  const input: TriggerInput = {
    document,
    trigger: 'automatic',
    isTextSelected: false,
    cursors: 1,
    isComposing: false,
    ...details,
  };
  const decision = triggerDecision(input);
  return decision.kind === 'ask' ? 'ask' : decision.reason;
};

describe('triggerDecision', () => {
  const cases: [sentence: string, picture: string, expected: string][] = [
    ['asks at the end of a line', 'const x = █', 'ask'],
    ['asks on a new line', lines('const x = 1;', '█'), 'ask'],
    ['asks between brackets', 'sum(█)', 'ask'],
    ['stays silent inside a word', 'con█st x = 1;', 'insideWord'],
    ['stays silent in front of a word', 'const █total = 1;', 'insideWord'],
    ['stays silent in an empty document', '█', 'tooLittleText'],
    ['stays silent after two characters', 'ab█', 'tooLittleText'],
    ['asks after two Chinese characters', '你好█', 'ask'],
    ['stays silent behind the semicolon that ends a statement', 'run();█', 'statementEnded'],
    ['asks behind the semicolon of a loop', 'for (let i = 0;█)', 'ask'],
    ['asks behind the semicolon of a loop not closed yet', 'for (let i = 0;█', 'ask'],
    ['asks behind a semicolon in a string', "join(';█')", 'ask'],
    ['stays silent between the halves of an emoji', 'say \uD83D█\uDE00', 'insideCharacter'],
    ['stays silent inside a family of emoji', 'say 👩\u200D█👧', 'insideCharacter'],
    ['stays silent before a skin tone', 'say 👍█🏽', 'insideCharacter'],
    ['stays silent before an accent of its own', 'caf e█\u0301', 'insideCharacter'],
    ['asks after an emoji', 'say 👍🏽█', 'ask'],
    ['asks in a comment', '// The sum of all █', 'ask'],
    ['asks behind a semicolon in a comment', '// Adds them;█', 'ask'],
  ];
  for (const [sentence, picture, expected] of cases) {
    it(sentence, () => {
      assert.equal(decide(at(picture)), expected);
    });
  }

  it('asks within Chinese text, where no spaces tell words apart', () => {
    assert.equal(decide(inMarkdown('今天█我们去公园。')), 'ask');
  });

  it('asks behind a semicolon in prose', () => {
    assert.equal(decide(inMarkdown('He came;█')), 'ask');
  });

  it('stays silent while an input method composes', () => {
    assert.equal(decide(at('const x = █'), { isComposing: true }), 'composing');
  });

  it('stays silent where the latest change was not written', () => {
    assert.equal(decide(at('const x = █'), { notWritten: 'undone' }), 'undone');
    assert.equal(decide(at('const x = █'), { notWritten: 'pasted' }), 'pasted');
    assert.equal(decide(at('const x = █'), { notWritten: 'pasted', trigger: 'manual' }), 'ask');
    assert.equal(decide(at('const x = █'), { isUnfit: true }), 'modelUnfit');
    assert.equal(decide(at('const x = █'), { isUnfit: true, trigger: 'manual' }), 'ask');
  });

  it('stays silent with several cursors, and with text selected', () => {
    assert.equal(decide(at('const x = █'), { cursors: 2 }), 'severalCursors');
    assert.equal(decide(at('const x = █'), { isTextSelected: true }), 'textSelected');
  });

  it('asks wherever the author asks by hand', () => {
    assert.equal(decide(at('con█st'), { trigger: 'manual' }), 'ask');
    assert.equal(decide(at('█'), { trigger: 'manual', cursors: 2 }), 'ask');
  });

  it('refuses the author only what cannot be inserted', () => {
    assert.equal(decide(at('say \uD83D█\uDE00'), { trigger: 'manual' }), 'insideCharacter');
  });
});
