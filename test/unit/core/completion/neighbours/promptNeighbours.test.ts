import assert from 'node:assert/strict';
import { type Neighbour } from '../../../../../src/core/completion/neighbours/neighbour.ts';
import { neighbourRoom } from '../../../../../src/core/completion/neighbours/neighbourRoom.ts';
import { promptNeighbours } from '../../../../../src/core/completion/neighbours/promptNeighbours.ts';
import { buildPrompt, type PromptModel } from '../../../../../src/core/completion/prompt.ts';
import { at, inMarkdown, inPython } from '../../../../support/cursor.ts';

const plain: PromptModel = {
  fillInTheMiddle: 'no',
  fileHeader: 'comment',
  contextTokens: 2048,
  charactersPerToken: 3,
  prefillSpeed: 5000,
};
const separating: PromptModel = { ...plain, fileHeader: 'fileSeparator' };
const neighbour = (path: string, text: string, languageId = 'typescript'): Neighbour => ({
  ...{ path, text, languageId },
  origin: 'open',
});
const tide = neighbour('src/tide.ts', 'export const tide = 1;');
const textsFor = (
  neighbours: readonly Neighbour[],
  languageId: string,
  model: PromptModel = plain,
  room = 1000,
): readonly unknown[] => promptNeighbours(neighbours, languageId, model, room).texts;

describe('promptNeighbours', () => {
  it('gives a model that knows the file separator the path and the text', () => {
    assert.deepEqual(textsFor([tide], 'python', separating), [
      { file: 'src/tide.ts', text: 'export const tide = 1;\n' },
    ]);
  });

  it('puts the path into a comment for others, and leaves a text of the same family as it stands', () => {
    const expected = [{ text: '// path: src/tide.ts\nexport const tide = 1;\n\n' }];
    assert.deepEqual(textsFor([tide], 'typescript'), expected);
    assert.deepEqual(textsFor([tide], 'javascriptreact'), expected);
  });

  it('makes a text of another language a comment, line by line', () => {
    const two = neighbour('a.sh', 'first\n\nsecond', 'shellscript');
    assert.deepEqual(textsFor([two], 'typescript'), [{ text: '// path: a.sh\n// first\n//\n// second\n\n' }]);
    assert.deepEqual(textsFor([tide], 'css'), [
      { text: '/* path: src/tide.ts */\n/* export const tide = 1; */\n\n' },
    ]);
  });

  it('leaves out what would end its own comment, and what a language without comments can’t hold', () => {
    assert.deepEqual(textsFor([neighbour('a.ts', 'a /* b */ c')], 'css'), []);
    assert.deepEqual(textsFor([tide], 'json'), []);
    assert.deepEqual(textsFor([neighbour('a.md', '# Tides', 'markdown')], 'markdown'), [
      { text: '# Tides\n\n' },
    ]);
  });

  it('leaves out as a whole what there is no room for, and tells what is left', () => {
    const long = neighbour('long.ts', 'x'.repeat(200));
    const shown = promptNeighbours([long, tide], 'typescript', plain, 100);
    assert.deepEqual(shown.neighbours, [tide]);
    assert.equal(shown.texts.length, 1);
  });

  it('reckons three times as much for Chinese', () => {
    const text = '潮汐'.repeat(30);
    assert.equal(textsFor([neighbour('a.ts', text)], 'typescript', separating, 180).length, 0);
    assert.equal(textsFor([neighbour('a.ts', text)], 'typescript', separating, 190).length, 1);
  });
});

describe('neighbourRoom', () => {
  const long = 'let a = 1;\n'.repeat(2000);
  const lengthOf = (...of: Parameters<typeof neighbourRoom>): number => neighbourRoom(...of).length;

  it('says what the prompt holds before the cursor: all of what would fit without others', () => {
    const before = (length: number): number =>
      neighbourRoom(at(`${'x'.repeat(length)}█`), plain, 2000).before;
    // 6,000 characters in all; a header is reckoned with, in steps of 750.
    assert.deepEqual([before(1000), before(5000), before(7000)], [Infinity, Infinity, 4000]);
    assert.equal(neighbourRoom(at(`${'x'.repeat(1500)}█`), plain, 699).before, Infinity);
  });

  it('says whether the prompt holds what follows the cursor', () => {
    const shows = (fillInTheMiddle: PromptModel['fillInTheMiddle']): boolean =>
      neighbourRoom(at('█'), { ...plain, fillInTheMiddle }, 2000).showsAfter;
    assert.deepEqual([shows('no'), shows('prefixFirst'), shows('suffixFirst')], [false, true, true]);
  });

  it('is a third of a large prompt that the document could fill alone', () => {
    assert.equal(lengthOf(at(`${long}█`), plain, 2000), 2000);
    assert.equal(lengthOf(at(`${long}█`), plain, 1000), 1000);
  });

  it('is nothing of a small prompt', () => {
    assert.equal(lengthOf(at(`${long}█`), plain, 440), 0);
    assert.equal(lengthOf(at(`${long}█`), { ...plain, contextTokens: 512 }, 2000), 0);
  });

  it('is what a short document leaves, in steps, so that few keys change it', () => {
    const rooms = new Set<number>();
    for (let length = 1000; length < 1700; length += 7) {
      rooms.add(lengthOf(at(`${'x'.repeat(length)}█`), plain, 2000));
    }
    assert.deepEqual([...rooms], [4500, 3750]);
  });

  it('leaves a short document whole, between both sides of the cursor as well', () => {
    for (const fillInTheMiddle of ['no', 'prefixFirst', 'suffixFirst'] as const) {
      const model: PromptModel = { ...plain, fillInTheMiddle };
      for (const length of [10, 300, 900, 1500, 2500]) {
        const document = at(`${'let a = 1;\n'.repeat(length / 10)}█${'let b = 2;\n'.repeat(20)}`);
        const room = lengthOf(document, model, 2000);
        const filling = [neighbour('b.ts', 'x'.repeat(Math.max(0, room - 40)))];
        const { texts } = promptNeighbours(filling, 'typescript', model, room);
        const prompt = buildPrompt(document, model, 2000, { neighbours: texts });
        assert.equal(texts.length, 1);
        const shown = prompt.kind === 'plain' ? prompt.text : prompt.header + prompt.prefix;
        assert.ok(shown.endsWith(document.prefix), `${fillInTheMiddle} ${length}`);
      }
    }
  });

  it('counts tokens, not characters, where a text is Chinese', () => {
    const document = inMarkdown(`${'潮汐表'.repeat(2000)}█`);
    assert.equal(lengthOf(document, plain, 1200), 1200);
  });
});

describe('a prompt with neighbours', () => {
  it('begins with them, whatever is typed, and stays within the budget', () => {
    const code = 'let a = 1;\n'.repeat(900);
    const neighbours = [{ text: 'x'.repeat(900) }, { text: 'y'.repeat(900) }];
    for (const typed of ['', 'co', 'const b = 2;\n']) {
      const prompt = buildPrompt(at(`${code}${typed}█`), plain, 2000, { neighbours });
      assert.ok(prompt.kind === 'plain');
      assert.deepEqual(prompt.neighbours, neighbours);
      assert.ok(prompt.text.length <= 6000 - 1800 && prompt.text.length >= 2000);
    }
  });

  it('takes what they need from the prefix alone, once: its start still moves in steps', () => {
    const code = 'x = 1\n'.repeat(900);
    const neighbours = [{ text: 'y'.repeat(1500) }];
    const starts = new Set<number>();
    for (const typed of ['a', 'ab', 'abc', 'abcd']) {
      const prompt = buildPrompt(inPython(`${code}${typed}█`), plain, 1000, { neighbours });
      starts.add(prompt.kind === 'plain' ? code.length + typed.length - prompt.text.length : NaN);
    }
    assert.equal(starts.size, 1);
  });
});
