import assert from 'node:assert/strict';
import { RepetitionWatch } from '../../../../../src/core/chat/repetition/repetitionWatch.ts';

/** What is left of an answer that repeats itself; undefined for one that does not. */
function kept(answer: string): string | undefined {
  const watch = new RepetitionWatch();
  watch.push(answer);
  return watch.keptLength === undefined ? undefined : answer.slice(0, watch.keptLength);
}

const fenced = (code: string, language = ''): string => `Here:\n\n\`\`\`${language}\n${code}\n\`\`\`\n`;
const SENTENCE = 'The function returns the sum of the two numbers that are passed to it.';

describe('an answer repeats itself without end', () => {
  it('when it says the same sentence again and again, on one line or on several', () => {
    assert.equal(kept(`It adds. ${`${SENTENCE} `.repeat(30)}`)?.trimEnd(), `It adds. ${SENTENCE}`);
    assert.equal(kept(`It adds.\n\n${`${SENTENCE}\n`.repeat(30)}`), `It adds.\n\n${SENTENCE}`);
    assert.equal(kept(`It adds.\n\n${`${SENTENCE}\n\n`.repeat(30)}`), `It adds.\n\n${SENTENCE}`);
  });

  it('when it can’t get out of a phrase', () => {
    assert.equal(kept(`Returns the value${' of the value'.repeat(60)}`), 'Returns the value of');
    assert.equal(kept(`It is ${'very, '.repeat(80)}`)?.startsWith('It is very,'), true);
  });

  it('when its list has one item under many numbers', () => {
    const list = Array.from({ length: 40 }, (_, index) => `${index + 1}. Check that the list is not empty.`);
    assert.equal(kept(`Steps:\n${list.join('\n')}`), 'Steps:\n1. Check that the list is not empty.');
    const nested = list.map((item) => `   ${item.replace('.', ')')}`);
    assert.equal(kept(`Steps:\n${nested.join('\n')}`), 'Steps:\n   1) Check that the list is not empty.');
  });

  it('when it counts up steps, headings or sentences, and says the same of each', () => {
    const count = (line: (number: number) => string): string =>
      Array.from({ length: 60 }, (_, index) => line(index + 1)).join('\n');
    const check = 'Check that the list is not empty.';
    assert.equal(kept(count((number) => `Step ${number}: ${check}`)), `Step 1: ${check}\n`);
    assert.equal(kept(count((number) => `**${number}.** ${check}`)), `**1.** ${check}\n`);
    assert.equal(kept(count((number) => `### Step ${number}\n\n${check}\n`)), `### Step 1\n\n${check}\n\n`);
    assert.equal(kept(count((number) => `${number + 9999}. ${check}`)), `10000. ${check}\n`);
    assert.equal(
      kept(count((number) => `The value of item ${number} is that of item ${number + 1}.`)),
      'The value of item 1 is that of item 2.\n',
    );
  });

  it('when it indents the same line further and further', () => {
    const lines = Array.from({ length: 100 }, (_, depth) => `${'  '.repeat(depth)}if (x) {`);
    assert.equal(kept(fenced(lines.join('\n')))?.split('if (x) {').length, 2);
  });

  it('when it writes the same list again', () => {
    const items = ['the cache is warm', 'the file is open', 'the lock is free', 'the user has agreed'];
    const list = `Before you begin, make sure that\n${items.map((item) => `- ${item}, and stays so;`).join('\n')}\n`;
    assert.equal(kept(`Well.\n\n${list.repeat(8)}`), `Well.\n\n${list.trimEnd()}`);
  });

  it('when it writes the same function again, or the same line of code', () => {
    const code =
      'def total(prices):\n    result = 0\n    for price in prices:\n        result += price\n    return result\n\n';
    assert.equal(kept(fenced(code.repeat(12), 'python')), `Here:\n\n\`\`\`python\n${code.trimEnd()}\n`);
    const line = '    result = result + prices[index] * quantities[index]\n';
    assert.equal(kept(fenced(`def total():\n${line.repeat(20)}`, 'python'))?.split('result =').length, 2);
  });

  it('when it repeats a whole block with its fences', () => {
    const block = 'You can call it so:\n\n```ts\nconst sum = total([1, 2, 3]);\nconsole.log(sum);\n```\n\n';
    assert.equal(kept(block.repeat(10))?.split('You can').length, 2);
  });

  it('when it writes Chinese, emoji, nothing but empty lines, or one sign for ever', () => {
    assert.equal(
      kept(`好的。${'该函数返回传入的两个数字之和。'.repeat(40)}`),
      '好的。该函数返回传入的两个数字之和。',
    );
    assert.ok((kept(`Done ${'🎉'.repeat(2000)}`)?.length ?? Infinity) < 10);
    assert.equal(kept(`Done.${'\n'.repeat(600)}`)?.trimEnd(), 'Done.');
    assert.equal(kept(`Done. ${'-'.repeat(5000)}`), 'Done. -');
  });

  it('is noticed at the same place however the answer is cut into tokens', () => {
    const answer = `It adds.\n\n${`${SENTENCE}\n`.repeat(30)}`;
    for (const size of [1, 3, 7, 50]) {
      const watch = new RepetitionWatch();
      for (let at = 0; at < answer.length; at += size) {
        watch.push(answer.slice(at, at + size));
      }
      assert.equal(watch.keptLength, `It adds.\n\n${SENTENCE}`.length, `${size}`);
    }
  });

  it('is noticed after some hundred characters, long before the limit of tokens', () => {
    const watch = new RepetitionWatch();
    let length = 0;
    for (; watch.keptLength === undefined; length++) {
      watch.push(SENTENCE[length % SENTENCE.length] ?? '');
    }
    assert.ok(length < 500, `${length}`);
  });
});

describe('an answer does not repeat itself', () => {
  const isLeftAlone = (answer: string): void => {
    assert.equal(kept(answer), undefined);
  };

  it('with a table whose rows look alike, even where some are the same', () => {
    const rows = Array.from({ length: 60 }, (_, index) => `| ${index} | not available | not available | – |`);
    isLeftAlone(
      `| id | name | owner | note |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n\nThat is all.`,
    );
    isLeftAlone(`| a | b |\n|---|---|\n${'| unknown | unknown |\n'.repeat(11)}| known | known |\n`);
    isLeftAlone(`| a | ${' '.repeat(500)} |\n|---|${'-'.repeat(500)}|\n| 1 | ${' '.repeat(500)} |`);
    isLeftAlone(`| a | b | c |\n|---|---|---|\n${'|   |   |   |\n'.repeat(30)}`);
  });

  it('with rules and frames', () => {
    for (const sign of ['-', '=', '*', '_', '#', '~', '─', '═']) {
      isLeftAlone(`Title\n${sign.repeat(200)}\n\nText\n\n${sign.repeat(200)}\n`);
    }
    isLeftAlone(`+${'-'.repeat(78)}+\n${`|${' '.repeat(78)}|\n`.repeat(10)}+${'-'.repeat(78)}+`);
  });

  it('with a list whose items begin or end alike', () => {
    const parts = ['parser', 'lexer', 'printer', 'linter', 'linker', 'loader', 'cache', 'server', 'client'];
    isLeftAlone(
      parts.map((part, at) => `${at + 1}. Open the ${part}, read what it says, and close it.`).join('\n'),
    );
    isLeftAlone(['Yes', 'Yes', 'No', 'Yes', 'Yes', 'Yes'].map((word, at) => `${at + 1}. ${word}`).join('\n'));
    isLeftAlone('- [ ] \n'.repeat(30));
  });

  it('with code whose lines are alike', () => {
    const cases = Array.from({ length: 60 }, (_, at) => `    case ${at}:\n      return names[${at}];`);
    isLeftAlone(fenced(`switch (day) {\n${cases.join('\n')}\n}`, 'ts'));
    const names = ['alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta', 'eta', 'theta', 'iota', 'kappa'];
    const fields = names.map((name) => `  private readonly ${name}Count: number = 0;`);
    isLeftAlone(fenced(`class A {\n${fields.join('\n')}\n}`, 'ts'));
    const asserts = Array.from({ length: 40 }, (_, at) => `assert.equal(add(${at}, 1), ${at + 1});`);
    isLeftAlone(fenced(asserts.join('\n'), 'ts'));
  });

  it('with a test that calls the same thing ten times', () => {
    isLeftAlone(
      fenced(`${"await request(app).get('/limited').expect(200);\n".repeat(10)}await rest();`, 'ts'),
    );
  });

  it('with the closing tags and brackets of what is deeply nested', () => {
    const levels = Array.from({ length: 40 }, (_, at) => at);
    const open = levels.map((at) => `${'  '.repeat(at)}<div class="level-${at}">`);
    const close = levels.toReversed().map((at) => `${'  '.repeat(at)}</div>`);
    isLeftAlone(fenced([...open, ...close].join('\n'), 'html'));
    isLeftAlone(fenced(`${'}\n'.repeat(30)}${'</ul></li>'.repeat(12)}`, 'html'));
  });

  it('with numbers: a matrix of zeros, bytes, a board of a game', () => {
    isLeftAlone(fenced(`[\n${'  [0, 0, 0, 0, 0, 0, 0, 0],\n'.repeat(16)}]`, 'json'));
    isLeftAlone(fenced(`const bytes = [${'0x00, '.repeat(128)}0xff];`, 'ts'));
    isLeftAlone(fenced('. . . . . . . .\n'.repeat(8)));
    isLeftAlone(fenced(`[${'null, '.repeat(60)}null]`, 'json'));
  });

  it('with names that are told apart by their numbers', () => {
    const names = Array.from({ length: 300 }, (_, index) => `w${(index * 7919) % 30011}`);
    assert.equal(kept(names.join(' ')), undefined);
    assert.equal(kept(names.map((name) => `port_${name}`).join(', ')), undefined);
  });

  it('with values that fill an array or a buffer', () => {
    for (const value of ['null', 'true', 'False', 'None', '0.0', 'ff', '0xff']) {
      isLeftAlone(fenced(`[\n${`  [${`${value}, `.repeat(9)}${value}],\n`.repeat(16)}]`));
    }
    isLeftAlone(fenced(`const key = "${'A'.repeat(800)}=";`, 'ts'));
    isLeftAlone(fenced(`${'ff '.repeat(16)}\n`.repeat(24)));
  });

  it('with the twenty lines that were asked for', () => {
    isLeftAlone(fenced("console.log('Hello, world!');\n".repeat(20), 'js'));
    isLeftAlone(fenced(`name,value,note\n${'unknown,unknown,unknown\n'.repeat(20)}`, 'csv'));
    isLeftAlone(`name,value,note\n${'unknown,unknown,unknown\n'.repeat(12)}`);
    isLeftAlone(fenced('INSERT INTO prices VALUES (DEFAULT, NULL);\n'.repeat(12), 'sql'));
    isLeftAlone(fenced('- name: item\n  value: ""\n'.repeat(20), 'yaml'));
  });

  it('with a numbered list in which most is missing, or a plan in which most days are alike', () => {
    const count = (line: (number: number) => string, length: number): string =>
      Array.from({ length }, (_, index) => line(index + 1)).join('\n');
    isLeftAlone(count((number) => `${number}. Not available`, 20));
    isLeftAlone(count((number) => `Day ${number}: Rest`, 30));
    isLeftAlone(count((number) => `5 times ${number} is ${5 * number}.`, 20));
    isLeftAlone(count(String, 300));
    isLeftAlone(
      fenced(
        count((number) => `const value${number} = read(input);`, 60),
        'ts',
      ),
    );
  });

  it('with lines that are the same but for how far they are indented', () => {
    const depths = Array.from({ length: 60 }, (_, depth) => depth);
    isLeftAlone(fenced(depths.map((depth) => `${'  '.repeat(60 - depth)}}`).join('\n')));
    isLeftAlone(fenced(depths.map((depth) => `${'  '.repeat(60 - depth)}end`).join('\n'), 'ruby'));
  });

  it('with a chorus, and with words that are said on purpose', () => {
    const chorus =
      'Row, row, row your boat,\nGently down the stream.\nMerrily, merrily, merrily, merrily,\nLife is but a dream.\n\n';
    isLeftAlone(`${chorus}${chorus}Second verse, another text.\n\n${chorus}`);
    isLeftAlone(`He said ${'no, '.repeat(20)}and meant it.`);
    isLeftAlone('La la la la, la la la la, sing along\n'.repeat(8));
  });

  it('with paragraphs of the same placeholder text', () => {
    const lorem =
      'Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore. ';
    isLeftAlone(fenced(`${`<p>${lorem}</p>\n`.repeat(4)}<footer></footer>`, 'html'));
  });
});

describe('what may be shown of an answer that can’t be taken back', () => {
  it('ends where the text has been repeated once, and goes on when it was no loop', () => {
    const watch = new RepetitionWatch();
    watch.push(`Intro:\n${`${SENTENCE}\n`.repeat(2)}`);
    const twice = `Intro:\n${`${SENTENCE}\n`.repeat(2)}`.length;
    watch.push(`${SENTENCE}\n`);
    assert.ok(Math.abs(watch.safeLength - twice) <= 1, `${watch.safeLength} ${twice}`);
    watch.push('Another sentence.');
    assert.equal(watch.safeLength, `Intro:\n${`${SENTENCE}\n`.repeat(3)}Another sentence.`.length);
  });

  it('is all of an ordinary text', () => {
    const watch = new RepetitionWatch();
    const text = 'It reads the file, and then it reads the other file.\n\n    }\n  }\n}\n';
    for (let length = 1; length <= text.length; length++) {
      watch.push(text.charAt(length - 1));
      assert.equal(watch.safeLength, length);
    }
  });
});
