import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { downloadFile } from '../../src/models/download/downloadFile.ts';
import { type DownloadHost } from '../../src/models/download/downloadHost.ts';
import { DownloadFolder } from '../support/downloadFolder.ts';
import { randomGguf, testHost } from '../support/testDownload.ts';

const CONTENT = randomGguf(1_500_000);
const TOKEN = 'hf_secret';

describe('a download from a hub', () => {
  const at = new DownloadFolder(CONTENT);
  const download = (given: Partial<DownloadHost> = {}): ReturnType<typeof downloadFile> =>
    downloadFile(at.wanted(), testHost(given));

  describe('that says nothing of the object on the way', () => {
    beforeEach(() => {
      at.hub.saysObject = false;
      at.hub.list();
    });

    it('is compared with what the hub’s interface says', async () => {
      const { verification, sha256 } = await download();
      assert.deepEqual([verification, sha256], ['hub', at.hub.sha256]);
      assert.deepEqual(at.hub.listed, ['/api/models/owner/model/tree/main']);
    });

    it('asks nobody for a checksum that is pinned', async () => {
      await at.fetch({ sha256: at.hub.sha256 });
      assert.deepEqual(at.hub.listed, []);
    });

    it('asks once, and knows it after the connection broke', async () => {
      at.hub.faults.push({ kind: 'break', after: 700_000 });
      assert.equal((await download()).verification, 'hub');
      assert.equal(at.hub.listed.length, 1);
    });

    it('is refused when its bytes are others', async () => {
      at.hub.list({ oid: 'b'.repeat(64) });
      const { detail } = await at.fails(download(), 'wrongHash');
      assert.deepEqual(detail, { actual: at.hub.sha256, expected: 'b'.repeat(64) });
      assert.deepEqual(at.names, []);
    });

    it('is refused when it has another size, before a byte of it', async () => {
      at.hub.list({ size: 7 });
      const { detail } = await at.fails(download(), 'wrongSize');
      assert.deepEqual(detail, { actual: CONTENT.length, expected: 7 });
      assert.equal(existsSync(at.target), false);
    });

    const useless: readonly (readonly [string, string | undefined])[] = [
      ['is not there', undefined],
      ['is no JSON', '<html>'],
      ['is of another form', '{"error":"x"}'],
      ['has a checksum of another kind', listing({ lfs: { oid: 'a'.repeat(40), size: 1 } })],
      ['has a size that is none', listing({ lfs: { oid: 'a'.repeat(64), size: -1 } })],
      ['does not name the file', listing({ path: 'other.gguf', lfs: { oid: 'a'.repeat(64), size: 1 } })],
      ['knows the file without its checksum', listing({})],
      ['never ends', ' '.repeat(4_000_001)],
    ];
    for (const [what, text] of useless) {
      it(`goes unverified, and is said to, when the listing ${what}`, async () => {
        at.hub.listing = text;
        assert.equal((await download()).verification, 'unverified');
        assert.ok(readFileSync(at.target).equals(CONTENT));
      });
    }
  });

  describe('that gives a file to those alone whom it knows', () => {
    beforeEach(() => {
      at.hub.wantsToken = TOKEN;
    });
    const knowing =
      (token: string) =>
      (host: string): Promise<string | undefined> =>
        Promise.resolve(host === at.hub.hosts[0] ? token : undefined);

    it('sends the token to the hub after it has refused, never to where it leads, and logs it nowhere', async () => {
      const host = testHost({ accessToken: knowing(TOKEN) });
      await downloadFile(at.wanted(), host);
      assert.deepEqual(at.hub.authorisations, { hub: [undefined, `Bearer ${TOKEN}`], store: [undefined] });
      assert.equal(host.lines.join('\n').includes(TOKEN), false);
    });

    it('sends no token where none is wanted', async () => {
      at.hub.wantsToken = undefined;
      await download({ accessToken: knowing(TOKEN) });
      assert.deepEqual(at.hub.authorisations, { hub: [undefined], store: [undefined] });
    });

    it('says that the token is refused', async () => {
      const error = await at.fails(download({ accessToken: knowing('old') }), 'tokenRefused');
      assert.deepEqual(error.detail, { host: at.hub.hosts[0], status: 401 });
      assert.deepEqual(at.names, []);
    });

    it('says what to do without one', async () => {
      await at.fails(download({ accessToken: () => Promise.resolve(undefined) }), 'gated');
      assert.deepEqual(at.hub.authorisations.hub, [undefined]);
    });

    it('sends none to who is not asked over https, even where a setting allows that host', async () => {
      const sent: (string | null)[] = [];
      const refusing: typeof fetch = (_address, { headers } = {}) => {
        sent.push(new Headers(headers).get('authorization'));
        return Promise.resolve(new Response(null, { status: 401 }));
      };
      await at.fails(
        at.fetch(
          { address: 'http://hub.corp/m.gguf' },
          { fetch: refusing, plainHosts: ['hub.corp'], accessToken: () => Promise.resolve(TOKEN) },
        ),
        'forbidden',
      );
      assert.deepEqual(sent, [null]);
    });

    it('sends none after another host has led back', async () => {
      const sent: [string, string | null][] = [];
      const leading: typeof fetch = (address, { headers } = {}) => {
        const { host, pathname } = new URL(address instanceof Request ? address.url : address);
        const authorisation = new Headers(headers).get('authorization');
        sent.push([`${host}${pathname}`, authorisation]);
        const location: Readonly<Record<string, string>> = {
          '/m.gguf': '/same',
          '/same': 'https://store.example/x',
          '/x': 'https://hub.example/y',
        };
        const to = location[pathname];
        return Promise.resolve(
          to === undefined || (pathname === '/m.gguf' && authorisation === null)
            ? new Response(null, { status: 401 })
            : new Response(null, { status: 302, headers: { location: to } }),
        );
      };
      await at.fails(
        at.fetch(
          { address: 'https://hub.example/m.gguf' },
          { fetch: leading, accessToken: () => Promise.resolve(TOKEN) },
        ),
        'forbidden',
      );
      assert.deepEqual(sent, [
        ['hub.example/m.gguf', null],
        ['hub.example/m.gguf', `Bearer ${TOKEN}`],
        ['hub.example/same', `Bearer ${TOKEN}`],
        ['store.example/x', null],
        ['hub.example/y', null],
      ]);
    });
  });
});

function listing(entry: object): string {
  return JSON.stringify([{ type: 'file', path: 'model.gguf', size: 1, ...entry }]);
}
