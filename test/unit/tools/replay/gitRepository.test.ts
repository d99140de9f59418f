import assert from 'node:assert/strict';
import { chmodSync, existsSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { commitPassages } from '../../../../tools/replay/commitPassages.ts';
import { secretFiles } from '../../../../tools/replay/fileKinds.ts';
import { GitRepository } from '../../../../tools/replay/gitRepository.ts';
import { lines } from '../../../support/cursor.ts';
import { TemporaryRepository } from '../../../support/temporaryRepository.ts';

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

  it('lists the last commits, oldest first, without the first of all', () => {
    const first = made.commit({ 'a.ts': '1' });
    const second = made.commit({ 'a.ts': '2' });
    const third = made.commit({ 'a.ts': '3' });
    assert.deepEqual(repository.lastCommits(10), [
      { id: second, parent: first },
      { id: third, parent: second },
    ]);
    assert.deepEqual(repository.lastCommits(1, 1), [{ id: second, parent: first }]);
  });

  it('finds what changed in which lines', () => {
    made.commit({ 'a.ts': lines('a', 'b', 'c', '') });
    made.commit({ 'a.ts': lines('a', 'B', 'c', 'd', ''), 'sub folder/é "1".ts': 'x\n' });
    const [commit] = repository.lastCommits(1);
    assert.ok(commit);
    const files = repository.changedFiles(commit);
    assert.deepEqual(
      files.map(({ path: file, before }) => [file, before === undefined]),
      [
        ['a.ts', false],
        ['sub folder/é "1".ts', true],
      ],
    );
    assert.equal(repository.read(files[0]?.after ?? '').toString(), lines('a', 'B', 'c', 'd', ''));
    assert.deepEqual(repository.hunks(commit, 'a.ts'), [
      { oldStart: 1, oldLines: 1, newStart: 1, newLines: 1 },
      { oldStart: 3, oldLines: 0, newStart: 3, newLines: 1 },
    ]);
    assert.deepEqual(repository.hunks(commit, 'sub folder/é "1".ts'), [
      { oldStart: 0, oldLines: 0, newStart: 0, newLines: 1 },
    ]);
  });

  it('passes over links', () => {
    made.commit({ 'a.ts': '1' });
    symlinkSync('/etc/passwd', path.join(made.folder, 'link.ts'));
    made.commit({ 'b.ts': '2' });
    const [commit] = repository.lastCommits(1);
    assert.deepEqual(commit && repository.changedFiles(commit).map((file) => file.path), ['b.ts']);
  });

  it('says what is wrong with a folder that is no repository', () => {
    assert.throws(
      () => new GitRepository(path.join(made.folder, 'missing')).lastCommits(1),
      /git rev-list in/u,
    );
  });

  it('runs nothing that the repository names', () => {
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
    const [commit] = repository.lastCommits(1);
    assert.ok(commit);
    const [file] = repository.changedFiles(commit);
    assert.ok(file);
    assert.equal(repository.hunks(commit, file.path).length, 1);
    assert.equal(repository.read(file.after).toString(), '2\n');
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

  const passages = (maxKeys: number) => {
    const repository = new GitRepository(made.folder);
    const [commit] = repository.lastCommits(1);
    assert.ok(commit);
    return commitPassages(repository, commit, secretFiles(), maxKeys);
  };

  it('leaves out secrets, generated, binary and huge files', () => {
    const found = passages(1_000_000);
    assert.deepEqual([...new Set(found.passages.map(({ path: file }) => file))].sort(), [
      'long.py',
      'src/a.ts',
      'windows.md',
    ]);
  });

  it('has line breaks of one kind', () => {
    const markdown = passages(1_000_000).passages.find(({ path: file }) => file === 'windows.md');
    assert.deepEqual([markdown?.before, markdown?.typed, markdown?.after], ['', 'one\ntwo', '\n']);
  });

  it('draws the same passages of a long commit each time, no more keys than asked for', () => {
    const some = passages(2000);
    assert.ok(some.keys > 10_000, 'the whole commit is counted');
    const typed = some.passages.reduce((sum, passage) => sum + passage.typed.length, 0);
    assert.ok(typed > 1000 && typed <= 2000);
    assert.deepEqual(passages(2000), some);
  });
});
