import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { seededRandom } from '../../../src/core/replay/seededRandom.ts';
import { DocumentTree } from '../../../src/syntax/documentTree.ts';
import { CHECKED_LANGUAGES } from '../../../src/syntax/grammarOf.ts';
import { Grammars, type Grammar } from '../../../src/syntax/grammars.ts';
import { GRAMMAR_FOLDER } from '../../../tools/support/syntaxJudge.ts';

const PATIENT = (): boolean => false;
const SAMPLE = path.join(import.meta.dirname, '../../../src/core/completion/sureText.ts');
/** What somebody types, pastes or deletes. */
const TYPED = ['', 'x', ' = ', '(', ')', '{\n', '}\n', '"', '/* ', '\n', 'const a = 1;\n', 'é', '=>', '🙂'];

/** A text that parses, and one that does not. */
const TEXTS: Readonly<Record<string, readonly [sound: string, broken: string]>> = {
  typescript: ['let a: number = 1;\n', 'let a: number = ;\n'],
  typescriptreact: ['const a = <b c={1}>d</b>;\n', 'const a = <b c={1}>d</;\n'],
  javascript: ['const a = () => 1;\n', 'const a = () =>\n'],
  javascriptreact: ['const a = <b>d</b>;\n', 'const a = <b>d\n'],
  json: ['{ "a": [1, null] }\n', '{ "a": [1, null] "b" }\n'],
  jsonc: ['// why\n{ "a": 1 } // why', '{ "a" }'],
  python: ['def f(a):\n    return a\n', 'def f(a\n    return a\n'],
  go: ['package a\n\nfunc f() int { return 1 }\n', 'package a\n\nfunc f() int { if }\n'],
  rust: ['fn f() -> u8 { 1 }\n', 'fn f() -> { 1 }\n'],
  java: ['class A { int f() { return 1; } }\n', 'class A { int f() { return 1 + } }\n'],
  c: ['int f(void) { return 1; }\n', 'int f(void) { return 1 + }\n'],
  cpp: ['int f() { return A::b<int>(1); }\n', 'int f() { return A::; }\n'],
  csharp: ['class A { int F() => 1; }\n', 'class A { int F() { return 1 + } }\n'],
  ruby: ['def f(a)\n  a.map { |b| b + 1 }\nend\n', 'def f(a)\n  a.map { |b| b +\n'],
  php: ['<?php\nfunction f($a) { return $a + 1; }\n', '<?php\nfunction f($a) { return $a + }\n'],
  css: ['a:hover { color: red; }\n', 'a { color: red;\n'],
  shellscript: ['if [ "$a" = 1 ]; then\n  b\nfi\n', 'if [ "$a" = 1 ]; then\n  b\n'],
};

describe('DocumentTree', () => {
  const grammars = new Grammars(GRAMMAR_FOLDER, (name, error) => {
    throw new Error(name, { cause: error });
  });
  const trees: DocumentTree[] = [];

  async function treeOf(languageId: string): Promise<DocumentTree> {
    const tree = new DocumentTree((await grammars.load(languageId)) ?? assert.fail(languageId));
    trees.push(tree);
    return tree;
  }

  afterEach(() => {
    for (const tree of trees.splice(0)) {
      tree.delete();
    }
  });

  it('knows a text that parses from one that does not, in every language', async () => {
    assert.deepEqual(Object.keys(TEXTS).sort(), [...CHECKED_LANGUAGES].sort());
    for (const [languageId, [sound, broken]] of Object.entries(TEXTS)) {
      const tree = await treeOf(languageId);
      assert.equal(faultsOf(tree, sound), 0, `${languageId}: ${sound}`);
      assert.notEqual(faultsOf(tree, broken), 0, `${languageId}: ${broken}`);
    }
  });

  it('has the same faults after many edits as when it is read anew', async () => {
    const grammar: Grammar = (await grammars.load('typescript')) ?? assert.fail();
    const edited = await treeOf('typescript');
    const random = seededRandom(7);
    let text = readFileSync(SAMPLE, 'utf8');
    for (let round = 0; round < 150; round++) {
      const start = Math.floor(random() * text.length);
      const end = random() < 0.5 ? start : Math.min(text.length, start + Math.floor(random() * 30));
      const typed = TYPED[Math.floor(random() * TYPED.length)] ?? '';
      const change = { start, end, text: typed };
      edited.read(text, PATIENT);
      const tried = edited.faultsWith(change, PATIENT);
      const whole = text.slice(0, start) + typed + text.slice(end);
      const fresh = new DocumentTree(grammar);
      const expected = faultsOf(fresh, whole);
      fresh.delete();
      assert.equal(tried, expected, `tried in round ${round}`);
      assert.equal(faultsOf(edited, whole), expected, `read in round ${round}`);
      text = round % 10 === 9 ? readFileSync(SAMPLE, 'utf8') : whole;
    }
  });

  it('goes on where it was late, and begins anew for another text', async () => {
    const text = readFileSync(SAMPLE, 'utf8').repeat(5);
    const tree = await treeOf('typescript');
    let turns = 1;
    while (!tree.read(text, lateAfter(20))) {
      turns++;
    }
    assert.ok(turns > 1, `${turns} turns`);
    assert.equal(tree.faultsWith({ start: 0, end: 0, text: '' }, PATIENT), 0);
    assert.equal(tree.read(`let map =\n}\n${text}`, lateAfter(0)), false);
    assert.equal(faultsOf(tree, 'let map = 1;\n'), 0);
  });

  it('tells nothing where it was late, and everything the next time', async () => {
    const tree = await treeOf('typescript');
    tree.read(readFileSync(SAMPLE, 'utf8'), PATIENT);
    const change = { start: 0, end: 0, text: 'let a = 1;\n'.repeat(500) };
    assert.equal(tree.faultsWith(change, lateAfter(1)), undefined);
    assert.equal(tree.faultsWith(change, PATIENT), 0);
    assert.notEqual(tree.faultsWith({ ...change, text: 'let map =\n' }, PATIENT), 0);
  });
});

function faultsOf(tree: DocumentTree, text: string): number | undefined {
  assert.ok(tree.read(text, PATIENT));
  return tree.faultsWith({ start: 0, end: 0, text: '' }, PATIENT);
}

/** Is late when it has been asked so many times. */
function lateAfter(times: number): () => boolean {
  let asked = 0;
  return () => ++asked > times;
}
