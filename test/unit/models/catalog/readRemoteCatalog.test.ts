import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CatalogCopies } from '../../../../src/models/catalog/catalogCopies.ts';
import { CatalogError, type CatalogErrorCode } from '../../../../src/models/catalog/catalogError.ts';
import {
  readRemoteCatalog,
  type RemoteCatalog,
  type RemoteCatalogHost,
} from '../../../../src/models/catalog/readRemoteCatalog.ts';
import { FakeSite } from '../../../support/fakeSite.ts';
import { sampleCatalog, sampleModel } from '../../../support/sampleCatalog.ts';
import { stillClock } from '../../../support/stillClock.ts';
import { temporaryFiles } from '../../../support/temporaryFiles.ts';

const ADDRESS = 'https://acme.com/models.json?key=secret';
const ETAG = '"1"';

describe('readRemoteCatalog', () => {
  const files = temporaryFiles();
  let count = 0;
  let folder: string;
  let site: FakeSite;
  let copies: CatalogCopies;
  let lines: string[];
  let today: Date;
  beforeEach(() => {
    folder = files.path(`copies-${++count}`);
    site = new FakeSite();
    copies = new CatalogCopies(folder);
    lines = [];
    today = new Date('2026-01-02T03:04:05Z');
    site.pages.set(ADDRESS, { status: 200, headers: { etag: ETAG }, body: sampleCatalog() });
  });

  const read = (given: Partial<RemoteCatalogHost> = {}): Promise<RemoteCatalog> =>
    readRemoteCatalog(ADDRESS, {
      fetch: site.fetch,
      clock: stillClock,
      signal: new AbortController().signal,
      log: (line) => {
        lines.push(line);
      },
      copies,
      today: () => today,
      ...given,
    });
  const fails = async (
    code: CatalogErrorCode,
    given: Partial<RemoteCatalogHost> = {},
  ): Promise<CatalogError> => {
    const error: unknown = await read(given).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof CatalogError, String(error));
    assert.equal(error.code, code);
    assert.doesNotMatch(error.message, /\{\w+\}/u);
    assert.doesNotMatch([error.message, ...lines].join('\n'), /secret/u);
    return error;
  };

  it('reads what is there, and logs whom it asks without the key of the address', async () => {
    const { catalog, earlier } = await read();
    assert.deepEqual([catalog.name, earlier], ['Acme', undefined]);
    assert.deepEqual(lines, ['GET https://acme.com/models.json', '200 from acme.com']);
  });

  it('reads no more than was changed', async () => {
    await read();
    site.pages.set(ADDRESS, { status: 304 });
    const { catalog, earlier } = await read();
    assert.deepEqual([catalog.name, earlier], ['Acme', undefined]);
    assert.deepEqual(
      site.asked.map(([, etag]) => etag),
      [null, ETAG],
    );
  });

  it('takes the newer one', async () => {
    await read();
    site.pages.set(ADDRESS, sampleCatalog({ name: 'Acme, newer' }));
    assert.equal((await read()).catalog.name, 'Acme, newer');
    site.pages.set(ADDRESS, new TypeError('fetch failed'));
    assert.equal((await read()).catalog.name, 'Acme, newer');
  });

  it('uses the copy where nobody answers, and says of which day it is', async () => {
    await read();
    today = new Date('2026-02-03T00:00:00Z');
    site.pages.set(
      ADDRESS,
      new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ENOTFOUND' }) }),
    );
    const { catalog, earlier } = await read();
    assert.equal(catalog.name, 'Acme');
    assert.equal(earlier?.date.toISOString(), '2026-01-02T03:04:05.000Z');
    assert.deepEqual([earlier.problem.code, earlier.problem.detail['reason']], ['notFetched', 'ENOTFOUND']);
  });

  it('counts a copy as of the day on which it was last found unchanged', async () => {
    await read();
    today = new Date('2026-02-03T00:00:00Z');
    site.pages.set(ADDRESS, { status: 304 });
    await read();
    site.pages.set(ADDRESS, { status: 503 });
    assert.equal((await read()).earlier?.date.toISOString(), '2026-02-03T00:00:00.000Z');
  });

  it('names the entry and the field of what breaks the schema, and keeps the good copy', async () => {
    await read();
    site.pages.set(ADDRESS, sampleCatalog({ models: [sampleModel({ parameters: 'many' })] }));
    for (const attempt of [1, 2]) {
      const { earlier } = await read();
      assert.equal(earlier?.problem.code, 'invalid', String(attempt));
      assert.deepEqual(
        [earlier.problem.detail['entry'], earlier.problem.detail['field']],
        ['tiny', 'parameters'],
      );
    }
  });

  it('refuses what breaks the schema where there is no copy', async () => {
    site.pages.set(ADDRESS, '<!doctype html>');
    await fails('notJson');
  });

  it('forgets what was taken away', async () => {
    await read();
    site.pages.set(ADDRESS, { status: 410 });
    const { detail } = await fails('gone');
    assert.equal(detail['status'], 410);
    assert.deepEqual(readdirSync(folder), []);
  });

  it('follows to https alone', async () => {
    site.pages.set(ADDRESS, { status: 302, headers: { location: 'https://other.example/m.json' } });
    site.pages.set('https://other.example/m.json', sampleCatalog());
    assert.equal((await read()).catalog.name, 'Acme');
    await copies.forget(ADDRESS);
    site.pages.set(ADDRESS, { status: 302, headers: { location: 'http://other.example/m.json' } });
    const { detail } = await fails('insecure');
    assert.equal(detail['target'], 'other.example');
    assert.equal(site.asked.at(-1)?.[0], ADDRESS);
  });

  it('sends no access token', async () => {
    site.pages.set(ADDRESS, { status: 401 });
    const { detail } = await fails('notFetched');
    assert.equal(detail['reason'], 'HTTP 401');
    assert.equal(site.asked.length, 1);
  });

  it('reads no more than any catalog has', async () => {
    site.pages.set(ADDRESS, ' '.repeat(5_000_000));
    const { detail } = await fails('tooLarge');
    assert.deepEqual(detail, { catalog: 'https://acme.com/models.json', size: 5000, limit: 4000 });
  });

  it('waits no longer than it may', async () => {
    const silent: typeof fetch = () => new Promise(() => undefined);
    // Time is over at once.
    const clock = { now: () => 0, delay: () => Promise.resolve() };
    const { detail } = await fails('tooSlow', { fetch: silent, clock, mostMs: 7000 });
    assert.equal(detail['seconds'], 7);
  });

  it('ends at once when it is cancelled, with a copy as well', async () => {
    await read();
    const control = new AbortController();
    const asking: typeof fetch = () => {
      control.abort();
      return new Promise(() => undefined);
    };
    await assert.rejects(read({ fetch: asking, signal: control.signal }), { name: 'AbortError' });
  });

  it('needs no disk', async () => {
    const file = files.write(Buffer.alloc(0));
    copies = new CatalogCopies(path.join(file, 'below'));
    assert.equal((await read()).catalog.name, 'Acme');
    assert.match(lines.at(-1) ?? '', /copy of a catalog could not be kept/u);
  });

  it('takes no copy that is torn, or of another address', async () => {
    await read();
    const [name = ''] = readdirSync(folder);
    site.pages.set(ADDRESS, { status: 503 });
    const foreign = JSON.stringify({
      address: 'https://other',
      text: sampleCatalog(),
      date: today.toISOString(),
    });
    for (const text of ['{"address"', '[]', foreign]) {
      writeFileSync(path.join(folder, name), text);
      await fails('notFetched');
    }
  });

  it('keeps copies of no address that is set no more', async () => {
    await read();
    await copies.retain([ADDRESS]);
    assert.equal(readdirSync(folder).length, 1);
    await copies.retain(['https://other.example/']);
    assert.deepEqual(readdirSync(folder), []);
  });
});
