import assert from 'node:assert/strict';
import { commitContext } from '../../../../../src/core/chat/edits/commitContext.ts';
import { type FileDiff } from '../../../../../src/core/chat/edits/stagedDiff.ts';

const file = (path: string, hunks = '@@ -1 +1 @@\n-a\n+b', more: Partial<FileDiff> = {}): FileDiff => ({
  path,
  change: 'modified',
  addedLines: 1,
  removedLines: 1,
  isBinary: false,
  hunks,
  ...more,
});
const noSecret = (): boolean => false;

describe('commitContext', () => {
  it('has one piece of context a file, the small ones first', () => {
    const { items } = commitContext([file('big.ts', `@@\n${'+x\n'.repeat(50)}`), file('small.ts')], noSecret);
    assert.deepEqual(
      items.map(({ kind, label }) => [kind, label]),
      [
        ['diff', 'small.ts'],
        ['diff', 'big.ts'],
      ],
    );
  });

  it('leaves the files out that may hold secrets, in name and in lines, and says which', () => {
    const { items, secrets, question } = commitContext(
      [file('.env', '@@\n+TOKEN=1'), file('a.ts')],
      (path) => path === '.env',
    );
    assert.deepEqual([items.map(({ label }) => label), secrets], [['a.ts'], ['.env']]);
    assert.doesNotMatch(question, /\.env|TOKEN/u);
  });

  it('names what was generated, what is binary and what was only renamed, without their lines', () => {
    const { items, question } = commitContext(
      [
        file('package-lock.json'),
        file('logo.png', '', { isBinary: true }),
        file('new.ts', '', { change: 'renamed', addedLines: 0, removedLines: 0 }),
        file('a.ts'),
      ],
      noSecret,
    );
    assert.deepEqual(
      items.map(({ label }) => label),
      ['a.ts'],
    );
    assert.equal(
      question,
      '/commit All changed files:\nmodified package-lock.json (+1 -1)\nmodified logo.png (binary)\n' +
        'renamed new.ts (+0 -0)\nmodified a.ts (+1 -1)',
    );
  });

  it('joins the largest of many files into one piece, which names them', () => {
    const many = Array.from({ length: 30 }, (_, index) =>
      file(`f${index}.ts`, `@@\n${'+x\n'.repeat(index)}`),
    );
    const { items } = commitContext(many, noSecret, (count) => `${count} others`);
    assert.deepEqual([items.length, items.at(0)?.label, items.at(-1)?.label], [24, 'f0.ts', '7 others']);
    assert.match(items.at(-1)?.text ?? '', /^f23\.ts\n@@\n[^]*\nf29\.ts\n@@\n/u);
  });

  it('keeps of a diff that no model can read no more than belongs into a conversation', () => {
    const { items } = commitContext([file('dump.sql', `@@\n${'+insert\n'.repeat(200_000)}`)], noSecret);
    assert.ok((items[0]?.text.length ?? 0) <= 100_000);
    assert.equal(items[0]?.partOf?.lines, 200_002);
  });

  it('counts the files of a long list', () => {
    const many = Array.from({ length: 300 }, (_, index) => file(`f${index}.ts`));
    const { question } = commitContext(many, noSecret);
    assert.equal(question.split('\n').length, 22);
    assert.match(question, /and 280 more$/u);
  });
});
