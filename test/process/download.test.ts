import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { checkModelFile } from '../../src/models/checkModelFile.ts';
import { downloadFile } from '../../src/models/download/downloadFile.ts';
import { type DownloadHost } from '../../src/models/download/downloadHost.ts';
import { downloadModelFile } from '../../src/models/download/downloadModelFile.ts';
import { DownloadPaused } from '../../src/models/download/downloadPaused.ts';
import { BLOCK_BYTES } from '../../src/models/download/partFile.ts';
import { unfinishedDownloads } from '../../src/models/download/unfinishedDownloads.ts';
import { type WantedFile } from '../../src/models/download/wantedFile.ts';
import { ModelFileError } from '../../src/models/modelFileError.ts';
import { DownloadFolder } from '../support/downloadFolder.ts';
import { miniatureOpenElm } from '../support/miniatureOpenElm.ts';
import { seededRandom } from '../support/seededRandom.ts';
import { randomGguf, testHost } from '../support/testDownload.ts';

/** Downloads in a process of its own. */
const STAND_IN = path.join(import.meta.dirname, '..', 'support', 'downloadStandIn.ts');
const CONTENT = randomGguf(3_000_000);

describe('a download', () => {
  const at = new DownloadFolder(CONTENT);
  const isSame = (): boolean => readFileSync(at.target).equals(at.hub.content);
  /** Fetches the first part of the file and pauses. */
  const pauseAfter = async (bytes: number, more: Partial<WantedFile> = {}): Promise<void> => {
    const host = testHost({
      onProgress: (progress) => {
        if (progress.bytes >= bytes) {
          host.control.abort(new DownloadPaused());
        }
      },
    });
    at.hub.faults.push({ kind: 'silence', after: bytes });
    await assert.rejects(downloadFile(at.wanted(more), host), DownloadPaused);
  };

  it('lies under its name, whole, and leaves nothing beside it', async () => {
    const host = testHost();
    const file = await downloadFile(at.wanted(), host);
    assert.deepEqual(file, {
      path: at.target,
      bytes: CONTENT.length,
      sha256: at.hub.sha256,
      verification: 'hub',
      commit: 'c0ffee',
    });
    assert.ok(isSame());
    assert.deepEqual(readdirSync(at.folder), ['model.gguf']);
    const last = host.progress.at(-1);
    assert.deepEqual([last?.kind, last?.bytes, last?.total], ['fetching', CONTENT.length, CONTENT.length]);
  });

  it('is compared with the pinned checksum first', async () => {
    const file = await downloadFile(
      at.wanted({ sha256: at.hub.sha256.toUpperCase(), bytes: CONTENT.length }),
      testHost(),
    );
    assert.equal(file.verification, 'pinned');
  });

  it('says that nothing is known to compare it with', async () => {
    at.hub.saysObject = false;
    const { verification, commit } = await downloadFile(at.wanted(), testHost());
    assert.deepEqual([verification, commit], ['unverified', undefined]);
  });

  it('tells every host that it contacts, and no signature', async () => {
    const host = testHost();
    await downloadFile(at.wanted(), host);
    const [first, second] = at.hub.hosts;
    assert.deepEqual(host.lines, [
      `GET http://${first ?? ''}/owner/model/resolve/main/model.gguf`,
      `302 from ${first ?? ''}`,
      `GET http://${second ?? ''}/objects/1`,
      `200 from ${second ?? ''}`,
      `model.gguf: ${CONTENT.length} bytes, SHA-256 ${at.hub.sha256}, hub.`,
    ]);
  });

  it('goes on after a pause where it ended, and says so of what was there', async () => {
    await pauseAfter(2_000_000);
    assert.equal(existsSync(at.target), false);
    const [left] = await unfinishedDownloads(at.folder);
    assert.deepEqual(left, { wanted: at.wanted(), bytes: 2_000_000, total: CONTENT.length });
    const host = testHost();
    await downloadFile(at.wanted(), host);
    assert.ok(isSame());
    assert.deepEqual(at.hub.repeated, [0]);
    assert.equal(at.hub.asked[1]?.ifRange, `"${at.hub.sha256.slice(0, 32)}"`);
    assert.ok(host.progress.some(({ kind }) => kind === 'reading'));
    assert.deepEqual(await unfinishedDownloads(at.folder), []);
  });

  it('needs no server when only the name was missing', async () => {
    await pauseAfter(CONTENT.length, { sha256: at.hub.sha256 });
    const asked = at.hub.asked.length;
    await downloadFile(at.wanted({ sha256: at.hub.sha256 }), testHost());
    assert.ok(isSame());
    assert.equal(at.hub.asked.length, asked);
  });

  it('removes what was fetched when it is cancelled', async () => {
    const host = testHost({
      onProgress: () => {
        host.control.abort();
      },
    });
    at.hub.faults.push({ kind: 'silence', after: 2_000_000 });
    await assert.rejects(downloadFile(at.wanted(), host), { name: 'AbortError' });
    assert.deepEqual(readdirSync(at.folder), []);
  });

  it('begins anew when the file has changed meanwhile', async () => {
    await pauseAfter(2_000_000);
    at.hub.content = randomGguf(2_500_000, 2);
    await downloadFile(at.wanted(), testHost());
    assert.ok(isSame());
  });

  it('begins anew when the hub says that the object is another, though its store does not', async () => {
    at.hub.sendsEtag = false;
    await pauseAfter(2_000_000);
    at.hub.content = randomGguf(CONTENT.length, 3);
    await downloadFile(at.wanted(), testHost());
    assert.ok(isSame());
  });

  it('begins anew when nothing tells whose bytes are here', async () => {
    at.hub.sendsEtag = false;
    at.hub.saysObject = false;
    await pauseAfter(2_000_000);
    await downloadFile(at.wanted(), testHost());
    assert.ok(isSame());
    assert.deepEqual(
      at.hub.asked.map(({ from }) => from),
      [0, 0],
    );
  });

  it('begins anew when what is known of the part can’t be read', async () => {
    await pauseAfter(2_000_000);
    writeFileSync(`${at.target}.part.json`, '{"address":');
    await downloadFile(at.wanted(), testHost());
    assert.ok(isSame());
  });

  it('begins anew when more is here than there is', async () => {
    await pauseAfter(2_000_000);
    writeFileSync(`${at.target}.part`, Buffer.alloc(CONTENT.length + 1));
    await downloadFile(at.wanted(), testHost());
    assert.ok(isSame());
  });

  it('begins anew where parts are refused', async () => {
    await pauseAfter(2_000_000);
    at.hub.faults.push({ kind: 'noRanges' });
    await downloadFile(at.wanted(), testHost());
    assert.ok(isSame());
  });

  it('begins anew when another part comes than was asked for', async () => {
    await pauseAfter(2_000_000);
    at.hub.faults.push({ kind: 'wrongRange' });
    await downloadFile(at.wanted(), testHost());
    assert.ok(isSame());
  });

  it('begins anew when the part that is missing lies behind the end', async () => {
    at.hub.saysObject = false;
    await pauseAfter(2_000_000, { sha256: at.hub.sha256 });
    const pinned = at.hub.sha256;
    at.hub.faults.push({ kind: 'answer', status: 416, headers: { 'content-range': 'bytes */1000' } });
    await downloadFile(at.wanted({ sha256: pinned }), testHost());
    assert.ok(isSame());
  });

  it('takes a file that is there already when it is the pinned one', async () => {
    mkdirSync(at.folder, { recursive: true });
    writeFileSync(at.target, CONTENT);
    const { verification } = await downloadFile(at.wanted({ sha256: at.hub.sha256 }), testHost());
    assert.equal(verification, 'pinned');
    assert.deepEqual(at.hub.asked, []);
  });

  it('goes on after the program was killed, with a block fetched twice at most', async () => {
    const silent = new Promise<void>((resolve) => {
      at.hub.onSilence = resolve;
    });
    at.hub.faults.push({ kind: 'silence', after: 2_500_000 });
    const program = fork(STAND_IN, [JSON.stringify(at.wanted())], { execArgv: ['--import', 'tsx'] });
    // It has told of the last byte that came.
    const told = new Promise<void>((resolve) => {
      program.on('message', (bytes) => {
        if (bytes === 2_500_000) {
          resolve();
        }
      });
    });
    await Promise.all([silent, told]);
    program.kill('SIGKILL');
    await once(program, 'exit');
    assert.ok(existsSync(`${at.target}.lock`));
    await at.fetch();
    assert.ok(isSame());
    const [repeated = Infinity] = at.hub.repeated;
    assert.ok(repeated > 0 && repeated <= BLOCK_BYTES, `${repeated}`);
  });

  it('is made of many pieces without a byte fetched twice, but for the last block', async () => {
    at.hub.content = randomGguf(8_000_001, 4);
    const random = seededRandom(5);
    const breaks = 12;
    for (let index = 0; index < breaks; index++) {
      at.hub.faults.push({ kind: 'break', after: 200_000 + Math.floor(random() * 400_000) });
    }
    await downloadFile(at.wanted(), testHost());
    assert.ok(isSame());
    assert.equal(at.hub.asked.length, breaks + 1);
    assert.ok(
      at.hub.repeated.every((bytes) => bytes <= BLOCK_BYTES),
      at.hub.repeated.join(),
    );
  });

  describe('of a model', () => {
    const fetchModel = (host: DownloadHost): Promise<unknown> => downloadModelFile(at.wanted(), host);

    it('has passed the checks of any other before it gets its name', async () => {
      at.hub.content = miniatureOpenElm().bytes();
      await fetchModel(testHost());
      assert.equal((await checkModelFile(at.target)).architecture, 'openelm');
    });

    it('is removed when the engine can’t use it', async () => {
      await assert.rejects(fetchModel(testHost()), ModelFileError);
      assert.deepEqual(readdirSync(at.folder), []);
    });

    it('is refused before the first byte when its name says that it is one part of several', async () => {
      const part = at.wanted({ name: 'model-00001-of-00002.gguf' });
      await assert.rejects(
        downloadModelFile(part, testHost()),
        (error) => error instanceof ModelFileError && error.code === 'splitFile',
      );
      assert.equal(existsSync(at.folder), false);
    });
  });
});
