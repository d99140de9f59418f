import assert from 'node:assert/strict';
import { parseDiff } from '../../../../../src/core/chat/edits/stagedDiff.ts';

const HUNK = '@@ -1,2 +1,3 @@\n a\n-b\n+c\n+d\n';
const modified = (path: string): string =>
  `diff --git a/${path} b/${path}\nindex 1..2 100644\n--- a/${path}\n+++ b/${path}\n${HUNK}`;

describe('parseDiff', () => {
  it('reads every file with its change and its lines', () => {
    const [first, second, ...others] = parseDiff(modified('src/a.ts') + modified('b.ts'));
    assert.deepEqual(first, {
      path: 'src/a.ts',
      change: 'modified',
      addedLines: 2,
      removedLines: 1,
      isBinary: false,
      hunks: HUNK.trimEnd(),
    });
    assert.deepEqual([second?.path, others], ['b.ts', []]);
  });

  it('knows new, deleted, renamed and binary files', () => {
    const diff = [
      'diff --git a/new.ts b/new.ts\nnew file mode 100644\n--- /dev/null\n+++ b/new.ts\n@@ -0,0 +1 @@\n+a',
      'diff --git a/old.ts b/old.ts\ndeleted file mode 100644\n--- a/old.ts\n+++ /dev/null\n@@ -1 +0,0 @@\n-a',
      'diff --git a/x.ts b/y.ts\nsimilarity index 100%\nrename from x.ts\nrename to y.ts',
      'diff --git a/p.png b/p.png\nindex 1..2 100644\nBinary files a/p.png and b/p.png differ',
      'diff --git a/run.sh b/run.sh\nold mode 100644\nnew mode 100755\n',
    ].join('\n');
    assert.deepEqual(
      parseDiff(diff).map(({ path, change, isBinary, hunks }) => [path, change, isBinary, hunks !== '']),
      [
        ['new.ts', 'added', false, true],
        ['old.ts', 'deleted', false, true],
        ['y.ts', 'renamed', false, false],
        ['p.png', 'modified', true, false],
        ['run.sh', 'modified', false, false],
      ],
    );
  });

  it('reads paths with spaces, with unusual characters, and without prefixes', () => {
    const paths = [
      'diff --git a/a b.ts b/a b.ts\n--- a/a b.ts\t\n+++ b/a b.ts\t\n',
      'diff --git "a/\\303\\244 \\"x\\".ts" "b/\\303\\244 \\"x\\".ts"\nold mode 100644\nnew mode 100755\n',
      'diff --git c/m.ts i/m.ts\n--- c/m.ts\n+++ i/m.ts\n',
      'diff --git b/n.ts b/n.ts\n--- b/n.ts\n+++ b/n.ts\n',
    ].map((diff) => parseDiff(diff)[0]?.path);
    assert.deepEqual(paths, ['a b.ts', 'ä "x".ts', 'm.ts', 'n.ts']);
  });

  it('finds nothing in nothing, and takes a changed line for no header', () => {
    assert.deepEqual(parseDiff(''), []);
    assert.deepEqual(parseDiff('no diff at all'), []);
    const quoting = `${modified('a.md')}+diff --git a/x b/x\n`;
    assert.deepEqual(
      parseDiff(quoting).map(({ path }) => path),
      ['a.md'],
    );
  });
});
