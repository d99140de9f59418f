import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { downloadFile } from '../../src/models/download/downloadFile.ts';
import { DownloadFolder } from '../support/downloadFolder.ts';
import { FakeHub, type Fault, webPage } from '../support/fakeHub.ts';
import { randomGguf, testHost } from '../support/testDownload.ts';

const CONTENT = randomGguf(1_500_000);
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
  const at = new DownloadFolder(CONTENT);
  const always = (fault: Fault): void => {
    at.hub.faults.push(...Array.from({ length: MANY }, () => fault));
  };

  describe('because of what the server answers', () => {
    it('says that the file has another checksum than the pinned one, before a byte of it', async () => {
      await at.fails(at.fetch({ sha256: 'a'.repeat(64) }), 'wrongHash');
      assert.equal(at.hub.asked[0]?.from, 0);
      assert.deepEqual(at.names, []);
    });

    it('says so after the last byte where the hub says nothing', async () => {
      at.hub.saysObject = false;
      const { detail } = await at.fails(at.fetch({ sha256: 'a'.repeat(64) }), 'wrongHash');
      assert.deepEqual(detail, { actual: at.hub.sha256, expected: 'a'.repeat(64) });
      assert.deepEqual(at.names, []);
    });

    it('says that the bytes are not those that the hub has promised', async () => {
      at.hub.hubAnswer = answer(302, {
        location: await storedAt(),
        'x-linked-etag': `"${'b'.repeat(64)}"`,
      });
      await at.fails(at.fetch(), 'wrongHash');
      assert.deepEqual(at.names, []);
    });

    it('says that the size is not the pinned one', async () => {
      const { detail } = await at.fails(at.fetch({ bytes: 7 }), 'wrongSize');
      assert.deepEqual(detail, { actual: CONTENT.length, expected: 7 });
    });

    it('says that more comes than there is', async () => {
      always({ kind: 'tooLong' });
      await at.fails(at.fetch(), 'wrongSize');
      assert.deepEqual(at.names, []);
    });

    it('goes on when the answer ends before the file does', async () => {
      at.hub.faults.push({ kind: 'cutOff', after: 700_000 });
      await at.fetch();
      assert.ok(readFileSync(at.target).equals(CONTENT));
    });

    it('gives up when every answer ends before the file does, and keeps what has come', async () => {
      always({ kind: 'cutOff', after: 100 });
      await at.fails(at.fetch(), 'brokenOff');
      assert.ok(at.names.includes('model.gguf.part'));
    });

    it('refuses a web page at once', async () => {
      at.hub.faults.push(webPage);
      at.hub.saysObject = false;
      const { detail } = await at.fails(at.fetch(), 'notTheKind');
      assert.deepEqual(detail, { found: 'a web page (HTML)', kind: 'gguf' });
      assert.deepEqual(at.names, []);
    });

    it('refuses a page of the hub itself', async () => {
      at.hub.hubAnswer = { ...answer(200, { 'content-type': 'text/html' }), body: '<html></html>' };
      await at.fails(at.fetch(), 'notTheKind');
    });

    it('takes a kind that is asked for, and no other', async () => {
      await at.fails(at.fetch({ kind: 'safetensors' }), 'notTheKind');
    });

    it('says that nothing is there', async () => {
      at.hub.hubAnswer = answer(404);
      const { detail } = await at.fails(at.fetch(), 'notFound');
      assert.deepEqual(detail, { status: 404, address: at.hub.address });
      assert.deepEqual(at.names, []);
    });

    it('says where terms are accepted', async () => {
      at.hub.hubAnswer = answer(401, { 'x-error-code': 'GatedRepo' });
      const { detail } = await at.fails(at.fetch(), 'gated');
      assert.equal(detail['page'], `http://${at.hub.hosts[0] ?? ''}/owner/model`);
    });

    for (const status of [401, 403]) {
      it(`says that not everyone gets the file (${status})`, async () => {
        at.hub.hubAnswer = answer(status);
        await at.fails(at.fetch(), 'forbidden');
      });
    }

    it('waits as long as the server asks', async () => {
      at.hub.faults.push(answer(429, { 'retry-after': '7' }));
      const host = testHost();
      await downloadFile(at.wanted(), host);
      assert.deepEqual(host.waits, [7000]);
    });

    it('does not wait for an hour, but says so', async () => {
      always(answer(429, { 'retry-after': '3600' }));
      const { detail } = await at.fails(at.fetch(), 'tooManyRequests');
      assert.equal(detail['minutes'], 60);
      assert.equal(at.hub.asked.length, 1);
    });

    it('waits longer after each trouble of the server, and gives up', async () => {
      always(answer(503));
      const host = testHost();
      await at.fails(downloadFile(at.wanted(), host), 'serverFailed');
      assert.deepEqual(host.waits, [1000, 2000, 4000, 8000, 16_000]);
    });

    it('says what it can’t make sense of', async () => {
      at.hub.hubAnswer = answer(418);
      await at.fails(at.fetch(), 'badAnswer');
    });

    it('does not begin anew for ever', async () => {
      always({ kind: 'wrongRange' });
      at.hub.faults.unshift({ kind: 'break', after: 500_000 });
      at.hub.faults.splice(2, 0, { kind: 'break', after: 500_000 });
      at.hub.faults.splice(4, 0, { kind: 'break', after: 500_000 });
      at.hub.faults.splice(6, 0, { kind: 'break', after: 500_000 });
      await at.fails(at.fetch(), 'badAnswer');
    });
  });

  describe('because of where it is led', () => {
    it('follows no circle', async () => {
      at.hub.leadsTo = at.hub.address;
      await at.fails(at.fetch(), 'redirectLoop');
    });

    it('follows no endless chain', async () => {
      let step = 0;
      const endless: typeof fetch = () =>
        Promise.resolve(
          new Response(null, { status: 302, headers: { location: `https://a.example/${++step}` } }),
        );
      await at.fails(at.fetch({}, { fetch: endless }), 'redirectLoop');
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
        await at.fails(
          at.fetch({ address: 'https://a.example/m.gguf' }, { fetch: leading }),
          'insecureRedirect',
        );
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
        await at.fails(at.fetch({ address }), 'badAddress');
      }
    });
  });

  describe('because of the connection', () => {
    it('goes on after a silence', async () => {
      at.hub.faults.push({ kind: 'silence', after: 700_000 });
      await at.fetch({}, { silenceMs: 300 });
      assert.ok(readFileSync(at.target).equals(CONTENT));
    });

    it('gives up when there is only silence', async () => {
      always({ kind: 'silence', after: 0 });
      await at.fails(at.fetch({}, { silenceMs: 50 }), 'stalled');
    });

    it('says whom it can’t reach, and why', async () => {
      const gone = await FakeHub.start(CONTENT);
      const { address } = gone;
      await gone.close();
      const { detail } = await at.fails(at.fetch({ address }), 'unreachable');
      assert.equal(detail['reason'], 'ECONNREFUSED');
    });

    it('does not try again where a certificate is not trusted', async () => {
      let asked = 0;
      const distrusting: typeof fetch = () => {
        asked++;
        const cause = Object.assign(new Error('no'), { code: 'SELF_SIGNED_CERT_IN_CHAIN' });
        return Promise.reject(new TypeError('fetch failed', { cause }));
      };
      await at.fails(at.fetch({}, { fetch: distrusting }), 'untrusted');
      assert.equal(asked, 1);
    });
  });

  /** Where the hub leads when it is left alone. */
  const storedAt = async (): Promise<string> => {
    const response = await fetch(at.hub.address, { redirect: 'manual' });
    return response.headers.get('location') ?? '';
  };
});
