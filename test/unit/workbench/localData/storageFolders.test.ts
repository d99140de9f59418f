import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import {
  otherConversations,
  ownConversations,
  readingFolders,
} from '../../../../src/workbench/localData/storageFolders.ts';
import { temporaryFiles } from '../../../support/temporaryFiles.ts';

const EXTENSION = 'openelm.openelm';

describe('where conversations lie', () => {
  const files = temporaryFiles();
  const user = files.path('User');
  const at = (...names: string[]): string => path.join(user, ...names);
  const globalFolder = at('globalStorage', EXTENSION);
  const workspaceFolder = at('workspaceStorage', 'one', EXTENSION);
  before(() => {
    for (const workspace of ['one', 'two']) {
      mkdirSync(at('workspaceStorage', workspace, EXTENSION), { recursive: true });
    }
  });
  const others = async (folders: { globalFolder: string; workspaceFolder: string | undefined }) =>
    (await otherConversations(folders)).toSorted();
  const ofGlobal = path.join(globalFolder, 'conversations');
  const ofOne = path.join(workspaceFolder, 'conversations');
  const ofTwo = at('workspaceStorage', 'two', EXTENSION, 'conversations');

  it('are the workspace’s own folder, those of the others, and that of windows without one', async () => {
    const folders = { globalFolder, workspaceFolder };
    assert.equal(ownConversations(folders), ofOne);
    assert.deepEqual(await others(folders), [ofGlobal, ofTwo]);
  });

  it('are found from a window without a workspace', async () => {
    const folders = { globalFolder, workspaceFolder: undefined };
    assert.equal(ownConversations(folders), ofGlobal);
    assert.deepEqual(await others(folders), [ofOne, ofTwo]);
  });

  it('are found from a profile’s window without a workspace', async () => {
    const ofProfile = at('profiles', 'p', 'globalStorage', EXTENSION);
    assert.deepEqual(await others({ globalFolder: ofProfile, workspaceFolder: undefined }), [ofOne, ofTwo]);
  });

  it('are not looked for where the editor keeps things otherwise', async () => {
    const elsewhere = files.path(path.join('elsewhere', 'storage', EXTENSION));
    assert.deepEqual(await others({ globalFolder: elsewhere, workspaceFolder: undefined }), []);
    assert.deepEqual(await others({ globalFolder, workspaceFolder: elsewhere }), [ofGlobal]);
  });

  it('has what was read of files beside them', async () => {
    const found = await readingFolders({ globalFolder, workspaceFolder });
    const expected = [workspaceFolder, globalFolder, at('workspaceStorage', 'two', EXTENSION)];
    assert.deepEqual(
      found,
      expected.map((folder) => path.join(folder, 'reading')),
    );
  });
});
