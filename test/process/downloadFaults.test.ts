import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { DownloadError, type DownloadErrorCode } from '../../src/models/download/downloadError.ts';
import { downloadFile } from '../../src/models/download/downloadFile.ts';
import { systemDisk, type DownloadDisk, type DownloadHost } from '../../src/models/download/downloadHost.ts';
import { lockPath } from '../../src/models/download/downloadLock.ts';
import { DownloadPaused } from '../../src/models/download/downloadPaused.ts';
import { type WantedFile } from '../../src/models/download/wantedFile.ts';
import { FakeHub, type Fault, webPage } from '../support/fakeHub.ts';
import { temporaryFiles } from '../support/temporaryFiles.ts';
import { randomGguf, testHost } from '../support/testDownload.ts';

const CONTENT = randomGguf(1_500_000);
const NAME = 'model.gguf';
const MANY = 20;

const answer = (
  status: number,
  headers: Readonly<Record<string, string>> = {},
): Extract<Fault, { kind: 'answer' }> => ({
  kind: 'answer',
  status,
  headers,
});

describe('a download that fails', () => {
  const files = temporaryFiles();
  let count = 0;
  let folder: string;
  let hub: FakeHub;
  beforeEach(async () => {
    folder = files.path(`failing-${++count}`);
    hub = await FakeHub.start(CONTENT);
  });
  afterEach(() => hub.close());

  const target = (): string => path.join(folder, NAME);
  const fetchIt = (more: Partial<WantedFile> = {}, given: Partial<DownloadHost> = {}): Promise<unknown> =>
    downloadFile({ address: hub.address, folder, name: NAME, ...more }, testHost(given));
  /** That it fails so, and that nothing lies under the final name. */
  const fails = async (work: Promise<unknown>, code: DownloadErrorCode): Promise<DownloadError> => {
    const error = await work.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof DownloadError, String(error));
    assert.equal(error.code, code);
    assert.doesNotMatch(error.message, /\{\w+\}/u);
    assert.equal(existsSync(target()), false);
    assert.equal(existsSync(lockPath(target())), false);
    return error;
  };
  const always = (fault: Fault): void => {
    hub.faults.push(...Array.from({ length: MANY }, () => fault));
  };
  const leftovers = (): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);

  describe('because of what the server answers', () => {
    it('says that the file has another checksum than the pinned one, before a byte of it', async () => {
      await fails(fetchIt({ sha256: 'a'.repeat(64) }), 'wrongHash');
      assert.equal(hub.asked[0]?.from, 0);
      assert.deepEqual(leftovers(), []);
    });

    it('says so after the last byte where the hub says nothing', async () => {
      hub.saysObject = false;
      const { detail } = await fails(fetchIt({ sha256: 'a'.repeat(64) }), 'wrongHash');
      assert.deepEqual(detail, { actual: hub.sha256, expected: 'a'.repeat(64) });
      assert.deepEqual(leftovers(), []);
    });

    it('says that the bytes are not those that the hub has promised', async () => {
      hub.hubAnswer = answer(302, {
        location: await storedAt(),
        'x-linked-etag': `"${'b'.repeat(64)}"`,
      });
      await fails(fetchIt(), 'wrongHash');
      assert.deepEqual(leftovers(), []);
    });

    it('says that the size is not the pinned one', async () => {
      const { detail } = await fails(fetchIt({ bytes: 7 }), 'wrongSize');
      assert.deepEqual(detail, { actual: CONTENT.length, expected: 7 });
    });

    it('says that more comes than there is', async () => {
      always({ kind: 'tooLong' });
      await fails(fetchIt(), 'wrongSize');
      assert.deepEqual(leftovers(), []);
    });

    it('goes on when the answer ends before the file does', async () => {
      hub.faults.push({ kind: 'cutOff', after: 700_000 });
      await fetchIt();
      assert.ok(readFileSync(target()).equals(CONTENT));
    });

    it('gives up when every answer ends before the file does, and keeps what has come', async () => {
      always({ kind: 'cutOff', after: 100 });
      await fails(fetchIt(), 'brokenOff');
      assert.ok(leftovers().includes(`${NAME}.part`));
    });

    it('refuses a web page at once', async () => {
      hub.faults.push(webPage);
      hub.saysObject = false;
      const { detail } = await fails(fetchIt(), 'notTheKind');
      assert.deepEqual(detail, { found: 'a web page (HTML)', kind: 'gguf' });
      assert.deepEqual(leftovers(), []);
    });

    it('refuses a page of the hub itself', async () => {
      hub.hubAnswer = { ...answer(200, { 'content-type': 'text/html' }), body: '<html></html>' };
      await fails(fetchIt(), 'notTheKind');
    });

    it('takes a kind that is asked for, and no other', async () => {
      await fails(fetchIt({ kind: 'safetensors' }), 'notTheKind');
    });

    it('says that nothing is there', async () => {
      hub.hubAnswer = answer(404);
      const { detail } = await fails(fetchIt(), 'notFound');
      assert.deepEqual(detail, { status: 404, address: hub.address });
      assert.deepEqual(leftovers(), []);
    });

    it('says where terms are accepted', async () => {
      hub.hubAnswer = answer(401, { 'x-error-code': 'GatedRepo' });
      const { detail } = await fails(fetchIt(), 'gated');
      assert.equal(detail['page'], `http://${hub.hosts[0] ?? ''}/owner/model`);
    });

    for (const status of [401, 403]) {
      it(`says that not everyone gets the file (${status})`, async () => {
        hub.hubAnswer = answer(status);
        await fails(fetchIt(), 'forbidden');
      });
    }

    it('waits as long as the server asks', async () => {
      hub.faults.push(answer(429, { 'retry-after': '7' }));
      const host = testHost();
      await downloadFile({ address: hub.address, folder, name: NAME }, host);
      assert.deepEqual(host.waits, [7000]);
    });

    it('does not wait for an hour, but says so', async () => {
      always(answer(429, { 'retry-after': '3600' }));
      const { detail } = await fails(fetchIt(), 'tooManyRequests');
      assert.equal(detail['minutes'], 60);
      assert.equal(hub.asked.length, 1);
    });

    it('waits longer after each trouble of the server, and gives up', async () => {
      always(answer(503));
      const host = testHost();
      await fails(downloadFile({ address: hub.address, folder, name: NAME }, host), 'serverFailed');
      assert.deepEqual(host.waits, [1000, 2000, 4000, 8000, 16_000]);
    });

    it('says what it can’t make sense of', async () => {
      hub.hubAnswer = answer(418);
      await fails(fetchIt(), 'badAnswer');
    });

    it('does not begin anew for ever', async () => {
      always({ kind: 'wrongRange' });
      hub.faults.unshift({ kind: 'break', after: 500_000 });
      hub.faults.splice(2, 0, { kind: 'break', after: 500_000 });
      hub.faults.splice(4, 0, { kind: 'break', after: 500_000 });
      hub.faults.splice(6, 0, { kind: 'break', after: 500_000 });
      await fails(fetchIt(), 'badAnswer');
    });
  });

  describe('because of where it is led', () => {
    it('follows no circle', async () => {
      hub.leadsTo = hub.address;
      await fails(fetchIt(), 'redirectLoop');
    });

    it('follows no endless chain', async () => {
      let step = 0;
      const endless: typeof fetch = () =>
        Promise.resolve(
          new Response(null, { status: 302, headers: { location: `https://a.example/${++step}` } }),
        );
      await fails(fetchIt({}, { fetch: endless }), 'redirectLoop');
      assert.ok(step < MANY);
    });

    it('leaves https for nobody, not even for this machine', async () => {
      for (const location of [
        'http://a.example/x',
        'http://127.0.0.1/x',
        'file:///etc/passwd',
        'ftp://a.example/x',
      ]) {
        const leading: typeof fetch = () =>
          Promise.resolve(new Response(null, { status: 302, headers: { location } }));
        await fails(fetchIt({ address: 'https://a.example/m.gguf' }, { fetch: leading }), 'insecureRedirect');
      }
    });

    it('begins at no address without https, and at none with a password', async () => {
      for (const address of [
        'http://a.example/m',
        'file:///etc/passwd',
        'https://u:p@a.example/m',
        'm.gguf',
        '',
      ]) {
        await fails(fetchIt({ address }), 'badAddress');
      }
    });
  });

  describe('because of the connection', () => {
    it('goes on after a silence', async () => {
      hub.faults.push({ kind: 'silence', after: 700_000 });
      await fetchIt({}, { silenceMs: 300 });
      assert.ok(readFileSync(target()).equals(CONTENT));
    });

    it('gives up when there is only silence', async () => {
      always({ kind: 'silence', after: 0 });
      await fails(fetchIt({}, { silenceMs: 50 }), 'stalled');
    });

    it('says whom it can’t reach, and why', async () => {
      const gone = await FakeHub.start(CONTENT);
      const { address } = gone;
      await gone.close();
      const { detail } = await fails(fetchIt({ address }), 'unreachable');
      assert.equal(detail['reason'], 'ECONNREFUSED');
    });

    it('does not try again where a certificate is not trusted', async () => {
      let asked = 0;
      const distrusting: typeof fetch = () => {
        asked++;
        const cause = Object.assign(new Error('no'), { code: 'SELF_SIGNED_CERT_IN_CHAIN' });
        return Promise.reject(new TypeError('fetch failed', { cause }));
      };
      await fails(fetchIt({}, { fetch: distrusting }), 'untrusted');
      assert.equal(asked, 1);
    });
  });

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
      const { detail } = await fails(fetchIt({}, { disk }), 'noSpace');
      assert.deepEqual(detail, { needed: 102, free: 1 });
      assert.deepEqual(leftovers(), []);
    });

    it('looks again while bytes come, and goes on when there is room', async () => {
      hub.content = randomGguf(70_000_000, 2);
      let looks = 0;
      const disk = { ...systemDisk, freeBytes: () => Promise.resolve(++looks > 1 ? 0 : 1e12) };
      await fails(fetchIt({}, { disk }), 'noSpace');
      await fetchIt();
      assert.ok(readFileSync(target()).equals(hub.content));
      assert.ok(hub.asked[1]?.from);
    });

    it('says that the disk is full, and goes on when there is room', async () => {
      await fails(fetchIt({}, { disk: filledBy(1) }), 'diskFull');
      await fetchIt();
      assert.ok(readFileSync(target()).equals(CONTENT));
    });

    it('says that nothing may be written', async () => {
      for (const reason of ['EACCES', 'EROFS']) {
        const { detail } = await fails(fetchIt({}, { disk: refusing(reason) }), 'readOnly');
        assert.deepEqual(detail, { folder, reason });
      }
    });

    it('says that the folder can’t be one', async () => {
      folder = path.join(files.write(Buffer.alloc(1)), 'below');
      await fails(fetchIt(), 'diskFailed');
    });

    it('leaves another file of that name as it is', async () => {
      mkdirSync(folder, { recursive: true });
      writeFileSync(target(), 'mine');
      for (const sha256 of [undefined, hub.sha256]) {
        const work = fetchIt(sha256 === undefined ? {} : { sha256 });
        await assert.rejects(work, (error) => error instanceof DownloadError && error.code === 'exists');
      }
      assert.equal(readFileSync(target(), 'utf8'), 'mine');
      assert.deepEqual(hub.asked, []);
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
        await fails(fetchIt({ name }), 'badName');
        assert.deepEqual(leftovers(), []);
      });
    }
  });

  describe('because of another window', () => {
    const lockOf = (pid: number, machine = os.hostname()): void => {
      mkdirSync(folder, { recursive: true });
      writeFileSync(lockPath(target()), JSON.stringify({ id: 'other', pid, machine }));
    };
    const minuteAgo = new Date(Date.now() - 61_000);

    it('says that the file is being fetched already', async () => {
      let end = (): void => undefined;
      const silent = new Promise<void>((resolve) => {
        hub.onSilence = resolve;
      });
      hub.faults.push({ kind: 'silence', after: 500_000 });
      const host = testHost();
      end = () => {
        host.control.abort(new DownloadPaused());
      };
      const first = downloadFile({ address: hub.address, folder, name: NAME }, host);
      await silent;
      await assert.rejects(fetchIt(), (error) => error instanceof DownloadError && error.code === 'busy');
      end();
      await assert.rejects(first, DownloadPaused);
      await fetchIt();
      assert.ok(readFileSync(target()).equals(CONTENT));
    });

    it('respects a process that lives, here or elsewhere', async () => {
      for (const [pid, machine] of [
        [process.ppid, os.hostname()] as const,
        [1, 'another machine'] as const,
      ]) {
        lockOf(pid, machine);
        await assert.rejects(fetchIt(), (error) => error instanceof DownloadError && error.code === 'busy');
        assert.equal(existsSync(target()), false);
      }
    });

    it('goes over the lock of a process that is gone', async () => {
      lockOf(await deadProcess());
      await fetchIt();
      assert.deepEqual(leftovers(), [NAME]);
    });

    it('goes over a lock that nobody has touched for a minute, whoever has its process id now', async () => {
      lockOf(process.ppid);
      utimesSync(lockPath(target()), minuteAgo, minuteAgo);
      await fetchIt();
      assert.deepEqual(leftovers(), [NAME]);
    });

    it('goes over a torn lock only then', async () => {
      mkdirSync(folder, { recursive: true });
      writeFileSync(lockPath(target()), '{"id":');
      await assert.rejects(fetchIt(), (error) => error instanceof DownloadError && error.code === 'busy');
      utimesSync(lockPath(target()), minuteAgo, minuteAgo);
      await fetchIt();
      assert.deepEqual(leftovers(), [NAME]);
    });
  });

  /** Where the hub leads when it is left alone. */
  const storedAt = async (): Promise<string> => {
    const response = await fetch(hub.address, { redirect: 'manual' });
    return response.headers.get('location') ?? '';
  };
});

/** The id of a process that has ended. */
async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid ?? 0;
}
