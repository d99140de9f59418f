import assert from 'node:assert/strict';
import { linkTarget } from '../../../src/webview/linkTarget.ts';

describe('a link of an answer', () => {
  it('leads to an https page', () => {
    assert.deepEqual(linkTarget('https://example.org/a?b#c'), {
      kind: 'web',
      url: 'https://example.org/a?b#c',
    });
  });

  it('leads to a file of the workspace and a line in it', () => {
    assert.deepEqual(linkTarget('src/a.ts'), { kind: 'file', path: 'src/a.ts' });
    assert.deepEqual(linkTarget('src/a.ts#L10-L12'), { kind: 'file', path: 'src/a.ts', line: 10 });
    assert.deepEqual(linkTarget('./a%20b.ts:7'), { kind: 'file', path: './a b.ts', line: 7 });
  });

  for (const href of [
    '',
    '#top',
    '/etc/passwd',
    '../a',
    'a/../../b',
    '%2e%2e/a',
    'http://example.org',
    'file:///a',
  ]) {
    it(`leads nowhere as ${JSON.stringify(href)}`, () => {
      assert.equal(linkTarget(href), undefined);
    });
  }
});
