import assert from 'node:assert/strict';
import ignore from 'ignore';
import { fileQuery } from '../../../../src/core/chat/fileQuery.ts';

const FILES = ['src/chat/page.ts', 'src/Page.css', 'src/homepage/a.ts', 'README.md', 'a,b [1].txt'];

/** What the query finds, best first: by the glob as the editor would, then by itself. */
function found(query: string): readonly string[] {
  const { glob, matches, compare } = fileQuery(query);
  const patterns = /^\{(.*)\}$/u.exec(glob)?.[1]?.split(/,(?=\*\*)/u) ?? [glob];
  const rules = ignore().add(patterns);
  return FILES.filter((file) => rules.ignores(file))
    .filter(matches)
    .sort(compare);
}

describe('fileQuery', () => {
  it('finds names that begin with the query, then names and paths that hold it, in any case', () => {
    assert.deepEqual(found('pAgE'), ['src/Page.css', 'src/chat/page.ts', 'src/homepage/a.ts']);
  });

  it('finds by a piece of the path', () => {
    assert.deepEqual(found('chat/pa'), ['src/chat/page.ts']);
    assert.deepEqual(found('src/'), ['src/Page.css', 'src/chat/page.ts', 'src/homepage/a.ts']);
  });

  it('takes signs with a meaning in globs as they stand', () => {
    assert.deepEqual(found('a,b [1]'), ['a,b [1].txt']);
    assert.deepEqual(found('{*}'), []);
  });

  it('finds everything for nothing typed, the nearest first', () => {
    assert.deepEqual(found(''), [
      'a,b [1].txt',
      'README.md',
      'src/Page.css',
      'src/chat/page.ts',
      'src/homepage/a.ts',
    ]);
  });

  it('leaves out what others wrote unless it is named', () => {
    assert.match(fileQuery('page').excludeGlob, /node_modules/u);
    assert.equal(fileQuery('node_modules/a').excludeGlob, '');
  });
});
