import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { type Remover, removeTree } from '../../../../src/workbench/localData/removeTree.ts';
import { temporaryFiles } from '../../../support/temporaryFiles.ts';

describe('removing a folder', () => {
  const files = temporaryFiles();
  const folder = files.path('conversations');
  const at = (...names: string[]): string => path.join(folder, ...names);
  beforeEach(() => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(at('below', 'deep'), { recursive: true });
    for (const name of ['a.jsonl', 'b.jsonl', path.join('below', 'deep', 'c.jsonl')]) {
      writeFileSync(at(name), 'text');
    }
  });

  /** The disk, with an error for what ends with a name. */
  const failingAt = (name: string, code: string): Remover => {
    const orFail =
      (remove: (what: string) => Promise<void>) =>
      async (what: string): Promise<void> => {
        if (what.endsWith(name)) {
          throw Object.assign(new Error(code), { code });
        }
        await remove(what);
      };
    return { file: orFail((file) => rm(file)), emptyFolder: orFail((empty) => rmdir(empty)) };
  };

  it('leaves nothing of it, and says so', async () => {
    assert.deepEqual(await removeTree(folder), []);
    assert.equal(existsSync(folder), false);
    assert.deepEqual(await removeTree(folder), [], 'nor of one that is not there');
  });

  it('removes everything else where a file is in use, and names that file', async () => {
    const left = await removeTree(folder, failingAt('a.jsonl', 'EBUSY'));
    assert.deepEqual(left, [{ path: at('a.jsonl'), reason: 'EBUSY' }]);
    assert.deepEqual(
      [existsSync(at('a.jsonl')), existsSync(at('b.jsonl')), existsSync(at('below'))],
      [true, false, false],
    );
  });

  it('names a folder that may not be removed, which is empty by then', async () => {
    const left = await removeTree(folder, failingAt('deep', 'EACCES'));
    assert.deepEqual(left, [{ path: at('below', 'deep'), reason: 'EACCES' }]);
    assert.equal(existsSync(at('below', 'deep', 'c.jsonl')), false);
  });

  it('takes what went away meanwhile for removed', async () => {
    assert.deepEqual(await removeTree(folder, failingAt('b.jsonl', 'ENOENT')), [
      { path: folder, reason: 'ENOTEMPTY' },
    ]);
  });

  it('names a file that stands where a folder should', async () => {
    assert.deepEqual(await removeTree(at('a.jsonl')), [{ path: at('a.jsonl'), reason: 'ENOTDIR' }]);
  });

  it('removes a link and not what it leads to', async function () {
    const elsewhere = files.path('elsewhere');
    mkdirSync(elsewhere, { recursive: true });
    writeFileSync(path.join(elsewhere, 'mine.txt'), 'mine');
    try {
      symlinkSync(elsewhere, at('link'), 'dir');
    } catch {
      this.skip(); // Windows lets not everybody make one.
    }
    assert.deepEqual(await removeTree(folder), []);
    assert.equal(readFileSync(path.join(elsewhere, 'mine.txt'), 'utf8'), 'mine');
  });
});
