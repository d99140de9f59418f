import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type DocumentContext } from '../../../src/core/completion/documentContext.ts';
import { type FaultCount } from '../../../src/core/completion/syntaxJudge.ts';
import { Grammars } from '../../../src/syntax/grammars.ts';
import { TreeSitterJudge } from '../../../src/syntax/treeSitterJudge.ts';
import { GRAMMAR_FOLDER } from '../../../tools/support/syntaxJudge.ts';
import { at, inMarkdown, inPython } from '../../support/cursor.ts';

const fails = (name: string, error: unknown): never => {
  throw new Error(name, { cause: error });
};

describe('TreeSitterJudge', () => {
  it('tells nothing before the grammar is loaded and the document read, which takes nobody’s time', async () => {
    const judge = new TreeSitterJudge(new Grammars(GRAMMAR_FOLDER, fails));
    const document = at('{ █ }');
    assert.equal(judge.at(document), undefined);
    judge.prepare(document);
    assert.equal(judge.at(document), undefined);
    const count = await ready(judge, document);
    assert.deepEqual([count('', 0), count('let map =', 0), count('let map = 1', 0)], [0, 1, 0]);
    judge.dispose();
  });

  it('judges every state of a document that is typed in', async () => {
    const judge = new TreeSitterJudge(new Grammars(GRAMMAR_FOLDER, fails), PATIENT);
    judge.prepare(at('█'));
    await ready(judge, at('█'));
    const typed = 'const sum = (a, b) => a + b;';
    for (let length = 0; length <= typed.length; length++) {
      const document = at(`${typed.slice(0, length)}█\nnext();\n`);
      assert.equal(judge.at(document)?.(typed.slice(length), 0), 0);
    }
    judge.dispose();
  });

  it('gives up what takes too long, and reads it when nobody waits', async () => {
    const grammars = new Grammars(GRAMMAR_FOLDER, fails);
    await grammars.load('typescript');
    const judge = new TreeSitterJudge(grammars, { judgeMs: -1, turnMs: Infinity });
    const document = at(`${'let a = 1;\n'.repeat(500)}█`);
    assert.equal(judge.at(document), undefined);
    const count = await ready(judge, document);
    assert.equal(count(' let b = [1];'.repeat(500), 0), undefined);
    judge.dispose();
  });

  it('knows no language without a grammar', () => {
    const judge = new TreeSitterJudge(new Grammars(GRAMMAR_FOLDER, fails));
    judge.prepare(inMarkdown('█'));
    assert.equal(judge.at(inMarkdown('█')), undefined);
  });

  it('says once that a grammar does not load, and leaves its language unchecked', async () => {
    const failures: string[] = [];
    const grammars = new Grammars('/nowhere', (name) => {
      failures.push(name);
    });
    const judge = new TreeSitterJudge(grammars);
    for (const document of [at('█'), at('a█')]) {
      judge.prepare(document);
      await grammars.load('typescript');
      assert.equal(judge.at(document), undefined);
    }
    await grammars.load('python');
    assert.deepEqual(failures, ['typescript', 'python']);
  });

  it('reads a document anew whose language was changed', async () => {
    const grammars = new Grammars(GRAMMAR_FOLDER, fails);
    await Promise.all([grammars.load('typescript'), grammars.load('python')]);
    const judge = new TreeSitterJudge(grammars, PATIENT);
    assert.equal(judge.at(at('a = { b: 1 }█'))?.('', 0), 0);
    assert.equal(judge.at(inPython('def f(a):█\n    return a'))?.('', 0), 0);
    judge.dispose();
  });

  it('frees what a document took when it is closed, and when too many others are in use', async () => {
    const grammars = new Grammars(GRAMMAR_FOLDER, fails);
    const { treeSitter } = (await grammars.load('typescript')) ?? assert.fail();
    let parsers = 0;
    const { createParser } = treeSitter;
    Object.assign(treeSitter, {
      createParser: (...language: Parameters<typeof createParser>) => {
        const parser = createParser(...language);
        const free = parser.delete.bind(parser);
        parsers++;
        parser.delete = () => {
          parsers--;
          free();
        };
        return parser;
      },
    });
    const judge = new TreeSitterJudge(grammars, PATIENT);
    judge.at(at('a█', { documentId: 'a' }));
    judge.at(at('b█', { documentId: 'b' }));
    judge.at(at('ab█', { documentId: 'a' }));
    assert.equal(parsers, 2);
    judge.close('a');
    judge.close('unknown');
    assert.equal(parsers, 1);
    for (let number = 0; number < 20; number++) {
      judge.at(at('a█', { documentId: String(number) }));
    }
    assert.equal(parsers, 8);
    judge.prepare(at('b█', { documentId: 'late' }));
    judge.dispose();
    await nextTurn();
    await nextTurn();
    assert.equal(parsers, 0);
  });
});

/** A loaded machine must not decide a test. */
const PATIENT = { judgeMs: Infinity, turnMs: Infinity };

/** Waits until the judge has read the document. */
async function ready(judge: TreeSitterJudge, document: DocumentContext): Promise<FaultCount> {
  for (;;) {
    const count = judge.at(document);
    if (count !== undefined) {
      return count;
    }
    await nextTurn();
  }
}
