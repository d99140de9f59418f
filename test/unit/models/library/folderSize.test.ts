import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { folderSize } from '../../../../src/models/library/folderSize.ts';
import { temporaryFiles } from '../../../support/temporaryFiles.ts';

describe('folderSize', () => {
  const files = temporaryFiles();

  it('counts the files of all folders below, and follows no link', async () => {
    const folder = files.path('counted');
    mkdirSync(path.join(folder, 'below'), { recursive: true });
    writeFileSync(path.join(folder, 'a'), Buffer.alloc(10));
    writeFileSync(path.join(folder, 'below', 'b'), Buffer.alloc(5));
    symlinkSync(folder, path.join(folder, 'below', 'link'), 'dir');
    assert.equal(await folderSize(folder), 15);
  });

  it('is 0 for what is not there', async () => {
    assert.equal(await folderSize(files.path('absent')), 0);
  });
});
