import assert from 'node:assert/strict';
import { hubMetadata } from '../../../../src/models/download/hubMetadata.ts';
import { type HubObject } from '../../../../src/models/download/hubObject.ts';
import { FakeSite } from '../../../support/fakeSite.ts';
import { stillClock } from '../../../support/stillClock.ts';

const NOTHING: HubObject = { sha256: undefined, bytes: undefined, commit: undefined };
const SHA = 'a'.repeat(64);

describe('hubMetadata', () => {
  let site: FakeSite;
  beforeEach(() => {
    site = new FakeSite();
  });
  const ask = (address: string, known: Partial<HubObject> = {}): Promise<HubObject> =>
    hubMetadata(
      new URL(address),
      { ...NOTHING, ...known },
      {
        fetch: site.fetch,
        clock: stillClock,
        signal: new AbortController().signal,
        log: () => undefined,
        silenceMs: 1000,
      },
    );

  it('asks for the folder of the file, below what a mirror lies below, for the file as it is called', async () => {
    const path = 'q4/my model.gguf';
    const listing = 'https://mirror.example/hub/api/models/owner/name/tree/v1.0/q4';
    site.pages.set(
      listing,
      JSON.stringify([{ path: 'q4' }, { path, lfs: { oid: SHA.toUpperCase(), size: 7 } }]),
    );
    const found = await ask(
      'https://mirror.example/hub/owner/name/resolve/v1.0/q4/my%20model.gguf?download=true',
    );
    assert.deepEqual(found, { ...NOTHING, sha256: SHA, bytes: 7 });
  });

  it('asks for the commit that the hub has named, so that both speak of the same', async () => {
    const commit = 'c'.repeat(40);
    await ask('https://hub.example/owner/name/resolve/main/m.gguf', { commit });
    assert.deepEqual(site.asked, [[`https://hub.example/api/models/owner/name/tree/${commit}`, null]]);
  });

  it('asks no server that is no hub', async () => {
    for (const address of [
      'https://a.example/m.gguf',
      'https://a.example/resolve/main/m.gguf',
      'https://a.example/',
    ]) {
      assert.deepEqual(await ask(address), NOTHING);
    }
    assert.deepEqual(site.asked, []);
  });

  it('changes nothing that is known', async () => {
    const listing = JSON.stringify([{ path: 'm.gguf', lfs: { oid: SHA, size: 7 } }]);
    site.pages.set('https://hub.example/api/models/owner/name/tree/main', listing);
    const { bytes } = await ask('https://hub.example/owner/name/resolve/main/m.gguf', { bytes: 9 });
    assert.equal(bytes, 9);
  });
});
