import assert from 'node:assert/strict';
import { type GgufValue } from '../../../src/models/gguf/ggufTypes.ts';
import { readGgufHeader } from '../../../src/models/gguf/readGgufHeader.ts';
import { type ModelFileErrorCode } from '../../../src/models/modelFileError.ts';
import { byteSource } from '../../support/byteSource.ts';
import { ggufBytes } from '../../support/ggufBytes.ts';
import { type WritableValue } from '../../../src/models/gguf/writeGguf.ts';
import { f32Bytes } from '../../../src/models/gguf/encodeElements.ts';

describe('reading a GGUF header', () => {
  const read = (bytes: Uint8Array) => readGgufHeader(byteSource(bytes));
  const file = (...metadata: [string, WritableValue][]) => ggufBytes({ metadata, tensors: [] });
  const valueOf = async (value: WritableValue): Promise<GgufValue | undefined> =>
    (await read(file(['key', value]))).metadata.get('key');
  const refuses = (bytes: Uint8Array, code: ModelFileErrorCode) => assert.rejects(read(bytes), { code });

  it('reads every kind of number', async () => {
    for (const [as, value] of [
      ['uint8', 255],
      ['uint16', 65_535],
      ['uint32', 4_294_967_295],
      ['int32', -7],
      ['float32', 0.5],
      ['float64', 1e300],
    ] as const) {
      assert.deepEqual(await valueOf({ type: 'number', as, value }), { type: as, value });
    }
    const large = 2n ** 63n;
    assert.deepEqual(await valueOf({ type: 'uint64', value: large }), { type: 'uint64', value: large });
  });

  it('reads truth values and strings', async () => {
    assert.deepEqual(await valueOf({ type: 'bool', value: true }), { type: 'bool', value: true });
    assert.deepEqual(await valueOf({ type: 'string', value: 'naïve 🦙' }), {
      type: 'string',
      value: 'naïve 🦙',
    });
  });

  it('reads lists into compact arrays', async () => {
    const numbers = await valueOf({ type: 'int32s', value: [1, -2, 3] });
    assert.ok(numbers?.type === 'array' && numbers.of === 'int32');
    assert.deepEqual(numbers.numbers, Int32Array.of(1, -2, 3));
    const strings = await valueOf({ type: 'strings', value: ['a', '', 'Ġthe'] });
    assert.ok(strings?.type === 'array' && strings.of === 'string');
    assert.deepEqual(
      [0, 1, 2].map((index) => strings.strings.text(index)),
      ['a', '', 'Ġthe'],
    );
  });

  it('reads the tensor table', async () => {
    const data = () => [f32Bytes(new Float32Array(6))];
    const tensor = { name: 'weights', dimensions: [3, 2], type: 'F32', data } as const;
    const header = await read(ggufBytes({ metadata: [], tensors: [tensor] }));
    assert.deepEqual(header.tensors, [{ name: 'weights', dimensions: [3, 2], type: 0, offset: 0 }]);
  });

  it('reads version 2 like version 3', async () => {
    const bytes = file(['key', { type: 'bool', value: true }]);
    bytes.writeUInt32LE(2, 4);
    assert.equal((await read(bytes)).version, 2);
  });

  it('crosses chunk borders inside strings', async () => {
    const long = 'x'.repeat(3_000_000);
    const { metadata } = await read(
      file(['a', { type: 'string', value: long }], ['b', { type: 'bool', value: true }]),
    );
    assert.deepEqual(metadata.get('a'), { type: 'string', value: long });
    assert.ok(metadata.has('b'));
  });

  it('says what stands in place of a GGUF file', async () => {
    for (const [opening, found] of [
      ['', 'an empty file'],
      ['<!DOCTYPE html><html>', 'a web page'],
      ['version https://git-lfs.github.com/spec/v1\n', 'a Git LFS pointer'],
      ['\x40\0\0\0\0\0\0\0{"__metadata__":{}}', 'a safetensors file'],
      ['PK\x03\x04', 'a ZIP archive or a PyTorch checkpoint'],
      ['GG', 'something else'],
    ]) {
      await assert.rejects(read(Buffer.from(opening ?? '')), { code: 'notGguf', detail: { found } });
    }
  });

  it('tells big-endian files from unknown versions', async () => {
    const bytes = file();
    bytes.writeUInt32BE(3, 4);
    await refuses(bytes, 'bigEndian');
    for (const version of [0, 1, 4]) {
      bytes.writeUInt32LE(version, 4);
      await refuses(bytes, 'unsupportedVersion');
    }
  });

  it('believes no count', async () => {
    const counts = file();
    counts.writeBigUInt64LE(2n ** 40n, 8);
    await refuses(counts, 'tooLarge');
    counts.writeBigUInt64LE(2n ** 63n, 16);
    await refuses(counts, 'corruptHeader');
  });

  it('refuses a list that is longer than the file before it allocates for it', async () => {
    const bytes = file(['key', { type: 'strings', value: ['token'] }]);
    bytes.writeBigUInt64LE(3_000_000n, bytes.indexOf('key') + 3 + 8);
    await refuses(bytes, 'headerCutOff');
    bytes.writeBigUInt64LE(3_000_000_000n, bytes.indexOf('key') + 3 + 8);
    await refuses(bytes, 'tooLarge');
  });

  it('refuses lists of lists and unknown types', async () => {
    const bytes = file(['key', { type: 'int32s', value: [1] }]);
    const elementType = bytes.indexOf('key') + 3 + 4;
    bytes.writeUInt32LE(9, elementType);
    await refuses(bytes, 'corruptHeader');
    bytes.writeUInt32LE(13, elementType);
    await refuses(bytes, 'corruptHeader');
  });

  it('refuses keys and tensor names that appear twice', async () => {
    const flag: WritableValue = { type: 'bool', value: true };
    await refuses(file(['key', flag], ['key', flag]), 'corruptHeader');
    const data = () => [f32Bytes(new Float32Array(1))];
    const tensor = { name: 'twice', dimensions: [1], type: 'F32', data } as const;
    await refuses(ggufBytes({ metadata: [], tensors: [tensor, tensor] }), 'corruptTensorTable');
  });

  it('refuses names that C code would cut short', async () => {
    await refuses(file(['a\0b', { type: 'bool', value: true }]), 'corruptHeader');
    await refuses(file(['', { type: 'bool', value: true }]), 'corruptHeader');
  });

  it('refuses a header that ends anywhere before its end', async () => {
    const whole = file(
      ['key', { type: 'strings', value: ['a', 'b'] }],
      ['other', { type: 'bool', value: true }],
    );
    const end = (await read(whole)).endOfHeader;
    for (let size = 4; size < end; size += 1) await refuses(whole.subarray(0, size), 'headerCutOff');
  });

  it('stops at the next chunk when it is aborted', async () => {
    const reason = new Error('closed');
    await assert.rejects(readGgufHeader(byteSource(file()), AbortSignal.abort(reason)), reason);
  });
});
