import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { downloadFile } from '../../src/models/download/downloadFile.ts';
import { type DownloadDisk, systemDisk } from '../../src/models/download/downloadHost.ts';
import { lockPath } from '../../src/models/download/downloadLock.ts';
import { DownloadPaused } from '../../src/models/download/downloadPaused.ts';
import { DownloadFolder, saysCode } from '../support/downloadFolder.ts';
import { randomGguf, testHost } from '../support/testDownload.ts';

const CONTENT = randomGguf(1_500_000);

describe('a download that this machine hinders', () => {
  const at = new DownloadFolder(CONTENT);

  describe('because of the disk', () => {
    const refusing = (code: string): DownloadDisk => ({
      ...systemDisk,
      open: () => Promise.reject(Object.assign(new Error(code), { code, syscall: 'open' })),
    });
    /** Takes so many writes and is full then. */
    const filledBy = (writes: number): DownloadDisk => ({
      ...systemDisk,
      open: async (file, flags) => {
        const handle = await open(file, flags);
        const write = handle.write.bind(handle);
        let left = writes;
        return Object.assign(handle, {
          write: (...given: Parameters<typeof write>) =>
            left-- > 0
              ? write(...given)
              : Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC', syscall: 'write' })),
        });
      },
    });

    it('says how much room is missing, before a byte of it', async () => {
      const disk = { ...systemDisk, freeBytes: () => Promise.resolve(1e6) };
      const { detail } = await at.fails(at.fetch({}, { disk }), 'noSpace');
      assert.deepEqual(detail, { needed: 102, free: 1 });
      assert.deepEqual(at.names, []);
    });

    it('looks again while bytes come, and goes on when there is room', async () => {
      at.hub.content = randomGguf(70_000_000, 2);
      let looks = 0;
      const disk = { ...systemDisk, freeBytes: () => Promise.resolve(++looks > 1 ? 0 : 1e12) };
      await at.fails(at.fetch({}, { disk }), 'noSpace');
      await at.fetch();
      assert.ok(readFileSync(at.target).equals(at.hub.content));
      assert.ok(at.hub.asked[1]?.from);
    });

    it('says that the disk is full, and goes on when there is room', async () => {
      await at.fails(at.fetch({}, { disk: filledBy(1) }), 'diskFull');
      await at.fetch();
      assert.ok(readFileSync(at.target).equals(CONTENT));
    });

    it('says that nothing may be written', async () => {
      for (const reason of ['EACCES', 'EROFS']) {
        const { detail } = await at.fails(at.fetch({}, { disk: refusing(reason) }), 'readOnly');
        assert.deepEqual(detail, { folder: at.folder, reason });
      }
    });

    it('says that the folder can’t be one', async () => {
      at.folder = path.join(at.files.write(Buffer.alloc(1)), 'below');
      await at.fails(at.fetch(), 'diskFailed');
    });

    it('leaves another file of that name as it is', async () => {
      mkdirSync(at.folder, { recursive: true });
      writeFileSync(at.target, 'mine');
      for (const sha256 of [undefined, at.hub.sha256]) {
        const work = at.fetch(sha256 === undefined ? {} : { sha256 });
        await assert.rejects(work, saysCode('exists'));
      }
      assert.equal(readFileSync(at.target, 'utf8'), 'mine');
      assert.deepEqual(at.hub.asked, []);
    });

    for (const name of [
      '../model.gguf',
      '..',
      '/etc/x',
      'a\\b',
      'C:x',
      'nul.gguf',
      'a\0',
      'a.',
      '',
      'ä'.repeat(200),
    ]) {
      it(`lets no name leave the folder: ${JSON.stringify(name.slice(0, 20))}`, async () => {
        await at.fails(at.fetch({ name }), 'badName');
        assert.deepEqual(at.names, []);
      });
    }
  });

  describe('because of another window', () => {
    const lockOf = (pid: number, machine = os.hostname()): void => {
      mkdirSync(at.folder, { recursive: true });
      writeFileSync(lockPath(at.target), JSON.stringify({ id: 'other', pid, machine }));
    };
    const minuteAgo = new Date(Date.now() - 61_000);

    it('says that the file is being fetched already', async () => {
      const silent = new Promise<void>((resolve) => {
        at.hub.onSilence = resolve;
      });
      at.hub.faults.push({ kind: 'silence', after: 500_000 });
      const host = testHost();
      const first = downloadFile(at.wanted(), host);
      await silent;
      await assert.rejects(at.fetch(), saysCode('busy'));
      host.control.abort(new DownloadPaused());
      await assert.rejects(first, DownloadPaused);
      await at.fetch();
      assert.ok(readFileSync(at.target).equals(CONTENT));
    });

    it('respects a process that lives, here or elsewhere', async () => {
      for (const [pid, machine] of [
        [process.ppid, os.hostname()] as const,
        [1, 'another machine'] as const,
      ]) {
        lockOf(pid, machine);
        await assert.rejects(at.fetch(), saysCode('busy'));
        assert.equal(existsSync(at.target), false);
      }
    });

    it('goes over the lock of a process that is gone', async () => {
      lockOf(await deadProcess());
      await at.fetch();
      assert.deepEqual(at.names, ['model.gguf']);
    });

    it('goes over a lock that nobody has touched for a minute, whoever has its process id now', async () => {
      lockOf(process.ppid);
      utimesSync(lockPath(at.target), minuteAgo, minuteAgo);
      await at.fetch();
      assert.deepEqual(at.names, ['model.gguf']);
    });

    it('goes over a torn lock only then', async () => {
      mkdirSync(at.folder, { recursive: true });
      writeFileSync(lockPath(at.target), '{"id":');
      await assert.rejects(at.fetch(), saysCode('busy'));
      utimesSync(lockPath(at.target), minuteAgo, minuteAgo);
      await at.fetch();
      assert.deepEqual(at.names, ['model.gguf']);
    });
  });
});

/** The id of a process that has ended. */
async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid ?? 0;
}
