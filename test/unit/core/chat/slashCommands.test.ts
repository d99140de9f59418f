import assert from 'node:assert/strict';
import { commandsBeginning, parseQuestion, wantsContext } from '../../../../src/core/chat/slashCommands.ts';
import { needsLargerModel, userMessage } from '../../../../src/core/chat/userMessage.ts';
import {
  expandUserPrompt,
  promptFromFile,
  promptsFromSetting,
} from '../../../../src/core/chat/userPrompts.ts';
import { codeItem } from '../../../support/chatTurns.ts';

const talks = { skill: 'conversation' } as const;
const nano = { skill: 'oneSentence' } as const;

describe('slash commands', () => {
  const named = (question: string): unknown => {
    const { command, input } = parseQuestion(question, [
      { name: 'review', description: '', body: 'Review.' },
    ]);
    return [command?.kind === 'user' ? command.prompt.name : command?.name, input];
  };

  it('are read with the words after them', () => {
    assert.deepEqual(named('/explain'), ['explain', '']);
    assert.deepEqual(named('  /Fix the\nloop '), ['fix', 'the\nloop']);
    assert.deepEqual(named('/review this'), ['review', 'this']);
  });

  it('are none where the question only begins with a slash', () => {
    assert.deepEqual(named('/usr/bin is what?'), [undefined, '/usr/bin is what?']);
    assert.deepEqual(named('/unknown thing'), [undefined, '/unknown thing']);
    assert.deepEqual(named('what is /fix'), [undefined, 'what is /fix']);
  });

  it('are offered by their beginning', () => {
    assert.deepEqual(
      commandsBeginning('c').map(({ name }) => name),
      ['commit', 'clear'],
    );
  });

  it('become an instruction after the context', () => {
    const message = userMessage('/fix the loop', [codeItem('a', { path: 'src/a.ts' })], talks);
    assert.match(
      message,
      /^The selected code of src\/a\.ts:\n```typescript\na\n```\n\nFix the .*\n\nthe loop$/u,
    );
  });

  it('need a larger model where the built-in one has no trained form', () => {
    const item = codeItem('a');
    const needy = ['/explain', '/docs', '/fix', '/tests', '/simplify', '/commit', 'Why?'].filter((question) =>
      needsLargerModel(question, [item], nano),
    );
    assert.deepEqual(needy, ['/fix', '/tests', '/simplify', '/commit', 'Why?']);
    assert.equal(needsLargerModel('/explain', [], nano), true, 'there is nothing to explain');
    assert.equal(needsLargerModel('/fix', [item], talks), false);
  });
});

describe('a question', () => {
  it('wants the context of the command that it begins with', () => {
    const questions = ['/commit', ' /COMMIT in French', '/fix it', 'What does /commit do?', '/committed'];
    assert.deepEqual(
      questions.map((question) => [wantsContext(question, 'diff'), wantsContext(question, 'problems')]),
      [
        [true, false],
        [true, false],
        [false, true],
        [false, false],
        [false, false],
      ],
    );
  });
});

describe('a user’s prompts', () => {
  it('come from a Markdown file with its front matter, or without', () => {
    assert.deepEqual(
      promptFromFile(
        'review.prompt.md',
        '---\r\ndescription: "Looks closely"\r\n---\r\nReview {{input}}.\r\n',
      ),
      { name: 'review', description: 'Looks closely', body: 'Review {{input}}.' },
    );
    assert.deepEqual(promptFromFile('be kind.md', '# Kindly\n\nReview.'), {
      name: 'be-kind',
      description: 'Kindly',
      body: '# Kindly\n\nReview.',
    });
  });

  it('are no empty file, no built-in command’s name, and nothing huge', () => {
    assert.equal(promptFromFile('a.md', '---\ndescription: x\n---\n'), undefined);
    assert.equal(promptFromFile('fix.md', 'Mine'), undefined);
    assert.equal(promptFromFile('a.md', 'x'.repeat(200_000)), undefined);
  });

  it('come from the settings, what is no prompt left out', () => {
    const prompts = promptsFromSetting({ review: 'Review.', help: 'x', 'two words': 'x', odd: 3 });
    assert.deepEqual(
      prompts.map(({ name }) => name),
      ['review'],
    );
    assert.deepEqual(promptsFromSetting('no'), []);
  });

  it('take what is typed after their name', () => {
    const prompt = (body: string): string => expandUserPrompt({ name: 'p', description: '', body }, '$& now');
    assert.equal(prompt('Do {{ input }}!'), 'Do $& now!');
    assert.equal(prompt('Do it.'), 'Do it.\n\n$& now');
  });
});
