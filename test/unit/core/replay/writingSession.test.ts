import assert from 'node:assert/strict';
import { type DocumentContext } from '../../../../src/core/completion/documentContext.ts';
import { type OtherTexts } from '../../../../src/core/completion/neighbours/otherTexts.ts';
import {
  type SessionStart,
  type TypedFile,
  WritingSession,
} from '../../../../src/core/replay/writingSession.ts';
import { at } from '../../../support/cursor.ts';

const ROOM = 20_000;
/** A file in which each function has a name of its own, in chunks of its own. */
const functionsOf = (name: string, count: number): string =>
  Array.from({ length: count }, (_, index) => {
    const body = Array.from({ length: 6 }, (_line, line) => `  ${name}.step${index}x${line}(harbour);`);
    return [`function ${name}${index}() {`, ...body, '}', ''].join('\n');
  }).join('\n');

class Author {
  readonly #session: WritingSession;
  #keys = 0;

  /** @param room so much other texts may take; the document itself has twice as much in the prompt */
  constructor(
    start: SessionStart = {},
    private readonly room = ROOM,
  ) {
    this.#session = new WritingSession(start);
  }

  /** Goes to a place of a file and writes something there. */
  async write(path: string, before: string, after: string, ...texts: readonly string[]): Promise<OtherTexts> {
    this.#session.goTo({ path, before, after }, this.#keys);
    let [file, others]: [TypedFile, OtherTexts | undefined] = [{ path, before, after }, undefined];
    for (const text of texts) {
      this.#keys += text.length;
      file = { path, before: file.before + text, after };
      const asked = await this.#session.othersAt(file, documentOf(file), this.#keys);
      others = asked({ length: this.room, before: 2 * this.room, showsAfter: true });
    }
    return others ?? assert.fail();
  }

  /** Goes to a place of a file and writes nothing there. */
  look(path: string, before: string, after: string): void {
    this.#session.goTo({ path, before, after }, this.#keys);
  }

  leave(path: string, text: string): void {
    this.#session.leave({ path, text });
  }
}

function documentOf({ path, before, after }: TypedFile): DocumentContext {
  return at(`${before}█${after}`, { path });
}

const seen = ({ neighbours }: OtherTexts): readonly string[] =>
  neighbours.map(({ path, origin, text }) => `${path} ${origin} ${text.split('(')[0] ?? ''}`);

describe('WritingSession', () => {
  it('knows where in another file something was written, and what is merely open there', async () => {
    const tide = functionsOf('tide', 12);
    const moon = functionsOf('moon', 2);
    const author = new Author({ open: [{ path: 'moon.ts', text: moon }] });
    const end = tide.indexOf('function tide9');
    await author.write('tide.ts', tide.slice(0, end), tide.slice(end), '// harbour\n');
    author.leave('tide.ts', `${tide.slice(0, end)}// harbour\n${tide.slice(end)}`);
    const others = await author.write('main.ts', 'draw(tide.step9x0, moon.step1x0, harbour', '', '.');
    const from = seen(others);
    assert.ok(
      others.neighbours.some(({ origin, text }) => origin === 'recentEdit' && text.includes('// harbour')),
    );
    assert.ok(from.some((one) => one.startsWith('moon.ts open')));
    assert.deepEqual([...new Set(others.copyFrom.map(({ path }) => path))].sort(), ['moon.ts', 'tide.ts']);
  });

  it('knows the places of the file itself that were left', async () => {
    const text = functionsOf('tide', 60);
    const [first, second] = [text.indexOf('function tide3'), text.indexOf('function tide50')];
    const author = new Author({}, 2000);
    await author.write('tide.ts', text.slice(0, first), text.slice(first), 'berth(harbour);');
    const later = `${text.slice(0, first)}berth(harbour);${text.slice(first, second)}`;
    const others = await author.write('tide.ts', later, text.slice(second), 'berth');
    assert.ok(
      others.neighbours.some((one) => one.origin === 'recentEdit' && one.text.includes('berth(harbour);')),
    );
    const without = new Author({ ablation: new Set(['places', 'elsewhere']) }, 2000);
    await without.write('tide.ts', text.slice(0, first), text.slice(first), 'berth(harbour);');
    assert.deepEqual((await without.write('tide.ts', later, text.slice(second), 'ber')).neighbours, []);
  });

  it('finds in the file itself what the prompt has no room for, wherever nobody was', async () => {
    const text = functionsOf('tide', 90);
    const second = text.indexOf('function tide50');
    const found = async (room: number, typed: string): Promise<readonly string[]> =>
      seen(await new Author({}, room).write('tide.ts', text.slice(0, second), text.slice(second), typed));
    assert.equal((await found(2000, 'tide.step3x1'))[0], 'tide.ts elsewhere function tide2');
    assert.equal((await found(2000, 'tide.step80x1'))[0], 'tide.ts elsewhere function tide80');
    assert.deepEqual(
      await found(2000, 'tide.step49x1').then((all) => all.filter((one) => one.endsWith('tide48'))),
      [],
    );
    const whole = await found(20_000, 'tide.step3x1');
    assert.deepEqual(
      whole.filter((one) => /tide[0-4]?\d$/u.test(one)),
      [],
    );
  });

  it('knows the line where something was written, however far it went', async () => {
    const text = functionsOf('tide', 40);
    const end = text.indexOf('function tide5');
    const author = new Author();
    const written = functionsOf('berth', 20);
    await author.write('tide.ts', text.slice(0, end), text.slice(end), written);
    author.leave('tide.ts', text.slice(0, end) + written + text.slice(end));
    const others = await author.write('main.ts', 'harbour', '', '.');
    const edited = others.neighbours.filter(({ origin }) => origin === 'recentEdit');
    assert.deepEqual(
      edited.map(({ text: one }) => /berth19|tide5/u.test(one)),
      [true],
    );
  });

  it('knows where the cursor has only been', async () => {
    const text = functionsOf('tide', 60);
    const at = (name: string): [string, string] => [
      text.slice(0, text.indexOf(`function ${name}(`)),
      text.slice(text.indexOf(`function ${name}(`)),
    ];
    const author = new Author();
    author.look('tide.ts', ...at('tide3'));
    author.look('tide.ts', ...at('tide5'));
    author.look('tide.ts', ...at('tide50'));
    const others = await author.write('main.ts', 'harbour', '', '.');
    author.leave('tide.ts', text);
    const later = await author.write('main.ts', 'harbour.', '', 'x');
    assert.deepEqual(others.neighbours, []);
    // The second place is near the first: one went on there, and left none.
    assert.deepEqual(
      later.neighbours
        .filter(({ origin }) => origin === 'visited')
        .map(({ text: one }) => /tide\d+/u.exec(one)?.[0]),
      ['tide4', 'tide50'],
    );
  });

  it('keeps what a file’s prompts begin with, unless that is left out', async () => {
    const open = ['a', 'b', 'c'].map((name) => ({
      path: `${name}.ts`,
      text: functionsOf(name, 30).replaceAll('harbour', `harbour, ${name}Berth`),
    }));
    const first = async (ablation?: SessionStart['ablation']): Promise<readonly string[]> => {
      const author = new Author({ open, ablation });
      const before = await author.write('main.ts', 'draw(harbour, bBerth', '', ',');
      const after = await author.write('main.ts', 'draw(harbour, aBerth, bBerth', '', ',');
      return [before, after].map(({ neighbours }) => neighbours[0]?.path ?? '');
    };
    assert.deepEqual(await first(), ['b.ts', 'b.ts']);
    assert.deepEqual(await first(new Set(['steadyNeighbours'])), ['b.ts', 'a.ts']);
  });

  it('looks anew when a line was begun, two seconds after the last time at the earliest', async () => {
    const asked: string[] = [];
    const author = new Author({
      definitionsNear: ({ before }) => {
        asked.push(before);
        return Promise.resolve([]);
      },
    });
    await author.write('main.ts', '', '', 'a', '\n', 'bcdefgh', '\n', 'i');
    assert.deepEqual(asked, ['a', 'a\nbcdefgh']);
    await author.write('main.ts', 'a\nbcdefgh\ni', '', 'j');
    assert.equal(asked.at(-1), 'a\nbcdefgh\nij');
  });

  it('copies from definitions, unless they are left out: then nobody is asked', async () => {
    let asked = 0;
    const definition = { path: 'tide.ts', text: 'export function tide(harbour) {}\n' };
    const start: SessionStart = {
      definitionsNear: () => {
        asked++;
        return Promise.resolve([definition]);
      },
    };
    const others = await new Author(start).write('main.ts', '', '', 'tide(');
    assert.deepEqual(others, { neighbours: [], copyFrom: [definition] });
    const without = new Author({ ...start, ablation: new Set(['definitions']) });
    assert.deepEqual((await without.write('main.ts', '', '', 'tide(')).copyFrom, []);
    assert.equal(asked, 1);
  });
});
