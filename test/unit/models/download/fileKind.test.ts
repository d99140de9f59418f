import assert from 'node:assert/strict';
import { DownloadError } from '../../../../src/models/download/downloadError.ts';
import { type FileKind, refuseOtherKind } from '../../../../src/models/download/fileKind.ts';

function found(first: Buffer | string, kind: FileKind = 'gguf'): unknown {
  try {
    refuseOtherKind(Buffer.from(first), kind);
    return undefined;
  } catch (error) {
    return error instanceof DownloadError ? error.detail['found'] : error;
  }
}

describe('refuseOtherKind', () => {
  it('lets the kind through that is wanted', () => {
    assert.equal(found('GGUF\u0003\0\0\0'), undefined);
    assert.equal(found(Buffer.from('1000000000000000' + '7b2261', 'hex'), 'safetensors'), undefined);
    assert.equal(found('\n{"model_type": "openelm"}', 'json'), undefined);
  });

  it('says what a server has sent instead', () => {
    assert.deepEqual(
      [
        '\n<!doctype HTML><html>',
        '<Error><Code>AccessDenied</Code>',
        'version https://git-lfs.github.com/spec/v1',
        '{"error":"Not found"}',
        'PK\u0003\u0004',
        'GGU',
        '',
      ].map((text) => found(text)),
      [
        'a web page (HTML)',
        'a message in XML',
        'a pointer of Git LFS',
        'JSON',
        'a ZIP archive',
        'something else',
        'nothing',
      ],
    );
  });

  it('takes no GGUF for safetensors, and no header of unlikely length', () => {
    assert.equal(found('GGUF\u0003\0\0\0{', 'safetensors'), 'a GGUF file');
    assert.equal(found(Buffer.from('ffffffffffffffff' + '7b', 'hex'), 'safetensors'), 'something else');
  });
});
