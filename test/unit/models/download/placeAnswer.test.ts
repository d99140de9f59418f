import assert from 'node:assert/strict';
import { placeAnswer, type Placement } from '../../../../src/models/download/placeAnswer.ts';
import { hubObject } from '../../../../src/models/download/hubObject.ts';
import { type PartRecord } from '../../../../src/models/download/partRecord.ts';

const SHA = 'a'.repeat(64);
const RECORD: PartRecord = { address: 'https://a.example/m', etag: '"1"', total: 100, hubSha256: SHA };

function placed(
  status: number,
  given: Readonly<Record<string, string>>,
  bytes = 40,
  record: PartRecord = RECORD,
): Placement {
  const headers = new Headers(given);
  const response = new Response(null, { status, headers });
  const hub = hubObject(headers);
  return placeAnswer({ response, host: 'a.example', hub, isAuthorised: false }, bytes, record);
}

describe('placeAnswer', () => {
  it('takes what follows on what is here', () => {
    const rest = placed(206, { 'content-range': 'bytes 40-99/100', etag: '"1"' });
    assert.deepEqual(rest, { kind: 'rest', total: 100 });
  });

  it('takes a part of unknown length for one of the length that is known', () => {
    assert.deepEqual(placed(206, { 'content-range': 'bytes 40-99/*' }), { kind: 'rest', total: 100 });
  });

  const changes: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['begins elsewhere', { 'content-range': 'bytes 41-99/100' }],
    ['has another length', { 'content-range': 'bytes 40-100/101' }],
    ['has another ETag', { 'content-range': 'bytes 40-99/100', etag: '"2"' }],
    ['is another object', { 'content-range': 'bytes 40-99/100', 'x-linked-etag': `"${'b'.repeat(64)}"` }],
    ['is compressed', { 'content-range': 'bytes 40-99/100', 'content-encoding': 'gzip' }],
    ['says nothing of its place', {}],
    ['consists of several parts', { 'content-type': 'multipart/byteranges; boundary=x' }],
  ];
  for (const [what, headers] of changes) {
    it(`takes no part that ${what}`, () => {
      assert.deepEqual(placed(206, headers), { kind: 'changed' });
    });
  }

  it('takes a whole file, of the length that it states unless it is compressed', () => {
    assert.deepEqual(placed(200, { 'content-length': '100' }), { kind: 'all', total: 100 });
    assert.deepEqual(placed(200, { 'content-length': '50', 'content-encoding': 'gzip' }), {
      kind: 'all',
      total: undefined,
    });
  });

  it('knows that nothing is missing when nothing lies behind what is here', () => {
    assert.deepEqual(placed(416, { 'content-range': 'bytes */100' }, 100), { kind: 'nothing' });
    assert.deepEqual(placed(416, { 'content-range': 'bytes */90' }, 100), { kind: 'changed' });
    assert.deepEqual(placed(416, {}, 100), { kind: 'changed' });
  });

  it('takes no part that was not asked for', () => {
    assert.deepEqual(placed(206, { 'content-range': 'bytes 0-99/100' }, 0), { kind: 'error' });
    assert.deepEqual(placed(416, {}, 0), { kind: 'error' });
    assert.deepEqual(placed(204, {}), { kind: 'error' });
  });
});

describe('hubObject', () => {
  it('reads the checksum, the size and the commit of a linked object', () => {
    const headers = new Headers({ 'x-linked-etag': `"${SHA}"`, 'x-linked-size': '7', 'x-repo-commit': 'c' });
    assert.deepEqual(hubObject(headers), { sha256: SHA, bytes: 7, commit: 'c' });
  });

  it('takes the first that is said, and no hash of Git for a checksum', () => {
    const first = hubObject(new Headers({ 'x-linked-etag': `"${SHA}"` }));
    assert.equal(hubObject(new Headers({ 'x-linked-etag': `"${'b'.repeat(64)}"` }), first).sha256, SHA);
    assert.equal(hubObject(new Headers({ 'x-linked-etag': `"${'c'.repeat(40)}"` })).sha256, undefined);
  });
});
