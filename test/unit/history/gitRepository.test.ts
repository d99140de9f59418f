import assert from 'node:assert/strict';
import { chmodSync, existsSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { commitPassages } from '../../../src/history/commitPassages.ts';
import { secretFiles } from '../../../tools/replay/secretFiles.ts';
import { GitRepository } from '../../../src/history/gitRepository.ts';
import { lines } from '../../support/cursor.ts';
import { TemporaryRepository } from '../../support/temporaryRepository.ts';

describe('GitRepository', () => {
  let made: TemporaryRepository;
  let repository: GitRepository;
  beforeEach(() => {
    made = new TemporaryRepository();
    repository = new GitRepository(made.folder);
  });
  afterEach(() => {
    made.remove();
  });

  it('lists the last commits, oldest first, without the first of all', async () => {
    const first = made.commit({ 'a.ts': '1' });
    const second = made.commit({ 'a.ts': '2' });
    const third = made.commit({ 'a.ts': '3' });
    assert.deepEqual(await repository.lastCommits(10), [
      { id: second, parent: first, subject: 'change' },
      { id: third, parent: second, subject: 'change' },
    ]);
    assert.deepEqual(await repository.lastCommits(1, 1), [{ id: second, parent: first, subject: 'change' }]);
  });

  it('finds what changed in which lines', async () => {
    made.commit({ 'a.ts': lines('a', 'b', 'c', '') });
    made.commit({ 'a.ts': lines('a', 'B', 'c', 'd', ''), 'sub folder/é "1".ts': 'x\n' });
    const [commit] = await repository.lastCommits(1);
    assert.ok(commit);
    const files = await repository.changedFiles(commit);
    assert.deepEqual(
      files.map(({ path: file, before }) => [file, before === undefined]),
      [
        ['a.ts', false],
        ['sub folder/é "1".ts', true],
      ],
    );
    assert.equal((await repository.read(files[0]?.after ?? '')).toString(), lines('a', 'B', 'c', 'd', ''));
    assert.deepEqual(await repository.hunks(commit, 'a.ts'), [
      { oldStart: 1, oldLines: 1, newStart: 1, newLines: 1 },
      { oldStart: 3, oldLines: 0, newStart: 3, newLines: 1 },
    ]);
    assert.deepEqual(await repository.hunks(commit, 'sub folder/é "1".ts'), [
      { oldStart: 0, oldLines: 0, newStart: 0, newLines: 1 },
    ]);
  });

  it('passes over links', async () => {
    made.commit({ 'a.ts': '1' });
    symlinkSync('/etc/passwd', path.join(made.folder, 'link.ts'));
    made.commit({ 'b.ts': '2' });
    const [commit] = await repository.lastCommits(1);
    assert.deepEqual(commit && (await repository.changedFiles(commit)).map((file) => file.path), ['b.ts']);
  });

  it('says what is wrong with a folder that is no repository', async () => {
    for (const folder of [path.join(made.folder, 'missing'), path.dirname(made.folder)]) {
      await assert.rejects(new GitRepository(folder).lastCommits(1), {
        name: 'GitError',
        code: 'noRepository',
        message: /^git rev-list in .*: fatal: /u,
      });
    }
  });

  it('says that there is no git, and that nothing was committed', async () => {
    const git = path.join(made.folder, 'no-git');
    await assert.rejects(new GitRepository(made.folder, { git }).root(), { code: 'noGit' });
    await assert.rejects(repository.lastCommits(1), { code: 'noCommits' });
  });

  it('knows a subject that is empty, or no plain text, and where its files begin', async () => {
    made.commit({ 'sub/a.ts': '1' });
    made.git('commit', '--quiet', '--allow-empty', '--allow-empty-message', '--message', '');
    made.git('commit', '--quiet', '--allow-empty', '--message', '<b>é\nin two lines\n\ncommit abc');
    const inside = new GitRepository(path.join(made.folder, 'sub'));
    assert.deepEqual(
      (await inside.lastCommits(10)).map(({ subject }) => subject),
      ['', '<b>é in two lines'],
    );
    assert.equal(await inside.root(), made.folder);
  });

  it('reads the user’s own configuration only where that is wanted', async () => {
    made.commit({ 'a.ts': '1' });
    const home = process.env['HOME'];
    writeFileSync(path.join(made.folder, '.gitconfig'), 'no configuration');
    process.env['HOME'] = made.folder;
    try {
      assert.equal(await repository.root(), made.folder);
      const trusting = new GitRepository(made.folder, { readsUserSettings: true });
      await assert.rejects(trusting.root(), { code: 'failed', message: /bad config line 1/u });
    } finally {
      process.env['HOME'] = home;
    }
  });

  it('ends with its signal', async () => {
    made.commit({ 'a.ts': '1' });
    const signal = AbortSignal.abort();
    await assert.rejects(new GitRepository(made.folder, { signal }).lastCommits(1), { name: 'AbortError' });
  });

  it('runs nothing that the repository names', async () => {
    const proof = path.join(made.folder, '.git', 'proof');
    const program = path.join(made.folder, '.git', 'program.sh');
    made.commit({ 'a.ts': '1\n', '.gitattributes': '*.ts diff=evil filter=evil\n' });
    made.commit({ 'a.ts': '2\n' });
    writeFileSync(program, `#!/bin/sh\ntouch '${proof}'\ncat\n`);
    chmodSync(program, 0o755);
    for (const key of [
      'core.fsmonitor',
      'core.pager',
      'diff.external',
      'diff.evil.command',
      'diff.evil.textconv',
      'filter.evil.smudge',
      'filter.evil.clean',
      'gpg.program',
      'core.sshCommand',
      'alias.rev-list',
      'alias.diff-tree',
    ]) {
      made.git('config', key, key.startsWith('alias') ? `!${program}` : program);
    }
    made.git('config', 'log.showSignature', 'true');
    const [commit] = await repository.lastCommits(1);
    assert.ok(commit);
    const [file] = await repository.changedFiles(commit);
    assert.ok(file);
    assert.equal((await repository.hunks(commit, file.path)).length, 1);
    assert.equal((await repository.read(file.after)).toString(), '2\n');
    assert.ok(!existsSync(proof));
  });
});

describe('commitPassages', () => {
  let made: TemporaryRepository;
  before(() => {
    made = new TemporaryRepository();
    made.commit({ 'src/a.ts': 'const a = 1;\n' });
    made.commit({
      'src/a.ts': lines('const a = 1;', 'const b = 2;', ''),
      'long.py': 'value = 1  # one more\n'.repeat(500),
      'config/secrets.yaml': 'token: abcdef\n',
      '.env': 'TOKEN=abcdef\n',
      'dist/out.js': 'generated();\n',
      'picture.txt': new Uint8Array([0x61, 0, 0xff]),
      'windows.md': 'one\r\ntwo\r\n',
      'big.json': JSON.stringify(
        { text: ['x'.repeat(400), ...Array<string>(700).fill('y'.repeat(300))] },
        null,
        1,
      ),
    });
  });
  after(() => {
    made.remove();
  });

  const passages = async (maxKeys: number) => {
    const repository = new GitRepository(made.folder);
    const [commit] = await repository.lastCommits(1);
    assert.ok(commit);
    return commitPassages(repository, commit, secretFiles(), maxKeys);
  };

  it('leaves out secrets, generated, binary and huge files', async () => {
    const found = await passages(1_000_000);
    assert.deepEqual([...new Set(found.passages.map(({ path: file }) => file))].sort(), [
      'long.py',
      'src/a.ts',
      'windows.md',
    ]);
  });

  it('has line breaks of one kind', async () => {
    const markdown = (await passages(1_000_000)).passages.find(({ path: file }) => file === 'windows.md');
    assert.deepEqual([markdown?.before, markdown?.typed, markdown?.after], ['', 'one\ntwo', '\n']);
  });

  it('draws the same passages of a long commit each time, no more keys than asked for', async () => {
    const some = await passages(2000);
    assert.ok(some.keys > 10_000, 'the whole commit is counted');
    const typed = some.passages.reduce((sum, passage) => sum + passage.typed.length, 0);
    assert.ok(typed > 1000 && typed <= 2000);
    assert.deepEqual(await passages(2000), some);
  });
});
