import assert from 'node:assert/strict';
import { AdapterError, type AdapterErrorCode } from '../../../../src/models/adapters/adapterError.ts';
import { checkAdapterFile } from '../../../../src/models/adapters/checkAdapterFile.ts';
import { checkAdapterFor } from '../../../../src/models/adapters/checkAdapterFor.ts';
import {
  type WritableGguf,
  type WritableTensor,
  type WritableValue,
} from '../../../../src/models/gguf/writeGguf.ts';
import { ModelFileError } from '../../../../src/models/modelFileError.ts';
import { ggufBytes } from '../../../support/ggufBytes.ts';
import { loraAdapter } from '../../../support/loraAdapter.ts';
import { miniatureOpenElm } from '../../../support/miniatureOpenElm.ts';
import { temporaryFiles } from '../../../support/temporaryFiles.ts';

describe('checking an adapter', () => {
  const files = temporaryFiles();
  const model = miniatureOpenElm({ shape: { width: 64, headSize: 16 } });
  const adapted = { architecture: 'openelm', tensors: model.gguf.tensors };
  const sound = loraAdapter(model, { rank: 4, alpha: 8 }).gguf;
  const check = (gguf: WritableGguf) => checkAdapterFile(files.write(ggufBytes(gguf)), adapted);
  const refuses = (work: Promise<unknown>, code: AdapterErrorCode, detail: object = {}) =>
    assert.rejects(work, (error: unknown) => {
      assert.ok(error instanceof AdapterError, String(error));
      assert.equal(error.code, code, error.message);
      assert.deepEqual({ ...error.detail, ...detail }, error.detail);
      assert.doesNotMatch(error.message, /\{\w+\}/u);
      return true;
    });
  /** The sound adapter with one metadata value replaced, added or (`undefined`) left out. */
  const stating = (key: string, value: WritableValue | undefined): WritableGguf => {
    const others = sound.metadata.filter(([name]) => name !== key);
    return { ...sound, metadata: value === undefined ? others : [...others, [key, value]] };
  };
  const text = (value: string): WritableValue => ({ type: 'string', value });
  const float = (value: number): WritableValue => ({ type: 'number', as: 'float32', value });
  const tensor = (name: string, ...dimensions: number[]): WritableTensor => {
    const bytes = dimensions.reduce((product, one) => product * one, 4);
    return { name, dimensions, type: 'F32', data: () => [new Uint8Array(bytes)] };
  };
  /** An adapter of these two tensors alone. */
  const pair = (name: string, a: readonly number[], b: readonly number[]): WritableGguf => ({
    ...sound,
    tensors: [tensor(`${name}.lora_a`, ...a), tensor(`${name}.lora_b`, ...b)],
  });
  const QKV = 'blk.0.attn_qkv.weight';

  it('accepts one that fits, and says what it is', async () => {
    const { name, rank, alpha, matrices } = await check(sound);
    assert.deepEqual(
      { name, rank, alpha, matrices },
      { name: 'random adapter', rank: 4, alpha: 8, matrices: 20 },
    );
  });

  it('accepts one without alpha, which is 0 for some', async () => {
    for (const value of [undefined, float(0)]) {
      assert.equal((await check(stating('adapter.lora.alpha', value))).alpha, undefined);
    }
  });

  it('accepts a rank of one, and ranks that differ', async () => {
    assert.equal((await check(pair(QKV, [64, 1], [1, 96]))).rank, 1);
    const two = [
      ...pair(QKV, [64, 2], [2, 96]).tensors,
      ...pair('blk.0.attn_output.weight', [64, 6], [6, 64]).tensors,
    ];
    assert.equal((await check({ ...sound, tensors: two })).rank, 6);
  });

  it('takes experts together', async () => {
    const name = 'blk.0.ffn_up_exps.weight';
    const path = files.write(ggufBytes(pair(name, [64, 2, 8], [2, 96, 8])));
    const experts = (count: number) => ({
      architecture: 'openelm',
      tensors: [{ name, dimensions: [64, 96, count] }],
    });
    assert.equal((await checkAdapterFile(path, experts(8))).rank, 2);
    await refuses(checkAdapterFile(path, experts(4)), 'unfitTensor');
  });

  it('refuses what is no adapter', async () => {
    await refuses(check(model.gguf), 'notAnAdapter', { kind: 'a model' });
    await refuses(check(stating('general.type', text('vocab'))), 'notAnAdapter', { kind: 'vocab' });
    await refuses(check(stating('adapter.type', text('control_vector'))), 'unsupportedAdapter');
    const tokens: WritableValue = { type: 'uint32s', value: [1, 2] };
    await refuses(check(stating('adapter.alora.invocation_tokens', tokens)), 'unsupportedAdapter', {
      kind: 'alora',
    });
    await refuses(check(stating('adapter.type', undefined)), 'badAdapterFile', {
      fileCode: 'missingMetadata',
    });
  });

  it('refuses one of another architecture, or of other sizes', async () => {
    await refuses(check(stating('general.architecture', text('llama'))), 'otherArchitecture', {
      adapter: 'llama',
    });
    const wider = loraAdapter(miniatureOpenElm({ shape: { width: 128, headSize: 16 } })).gguf;
    await refuses(check(wider), 'unfitTensor', { tensor: `${QKV}.lora_a`, expected: '64 × 4' });
    await refuses(check(pair('blk.9.attn_qkv.weight', [64, 2], [2, 96])), 'unknownTensor');
  });

  it('refuses factors that do not meet, are turned, or are one alone', async () => {
    await refuses(check(pair(QKV, [64, 2], [3, 96])), 'unfitTensor', { expected: '2 × 96' });
    await refuses(check(pair(QKV, [2, 64], [2, 96])), 'unfitTensor');
    await refuses(check(pair(QKV, [64, 2], [96, 2])), 'unfitTensor');
    const [a] = sound.tensors;
    assert.ok(a);
    await refuses(check({ ...sound, tensors: [a] }), 'unpairedTensor');
  });

  it('refuses what the engine would pass over in silence or abort at', async () => {
    const gain = { ...sound, tensors: [tensor('blk.0.attn_norm.weight', 64)] };
    await refuses(check(gain), 'strangeTensor');
    await refuses(check(pair('blk.0.attn_norm.weight', [64, 1], [1, 1])), 'unfitTensor');
    const rows = model.shape.vocabularySize;
    const embedding = pair('token_embd.weight', [2, rows], [2, 64]);
    await refuses(check(embedding), 'tiedEmbedding');
    const untied = {
      ...adapted,
      tensors: [...adapted.tensors, { name: 'output.weight', dimensions: [64, rows] }],
    };
    assert.equal((await checkAdapterFile(files.write(ggufBytes(embedding)), untied)).rank, 2);
  });

  it('refuses an alpha that is no number or no sensible one', async () => {
    for (const value of [NaN, Infinity, -1, 1e9]) {
      await refuses(check(stating('adapter.lora.alpha', float(value))), 'badAlpha');
    }
    await refuses(check(stating('adapter.lora.alpha', text('8'))), 'badAdapterFile');
  });

  it('refuses an adapter of nothing', async () => {
    await refuses(check({ ...sound, tensors: [] }), 'noPairs');
  });

  it('says what is wrong with the file', async () => {
    const bytes = ggufBytes(sound);
    const checkBytes = (some: Uint8Array) => checkAdapterFile(files.write(some), adapted);
    await refuses(checkAdapterFile(files.path('gone.gguf'), adapted), 'noAdapterFile');
    await refuses(checkBytes(Buffer.from('<!doctype html>')), 'badAdapterFile', { fileCode: 'notGguf' });
    await refuses(checkBytes(bytes.subarray(0, bytes.length - 64)), 'badAdapterFile', {
      fileCode: 'truncated',
    });
    await refuses(checkBytes(bytes.subarray(0, 300)), 'badAdapterFile', { fileCode: 'headerCutOff' });
    const late = checkAdapterFile(files.write(bytes), adapted, {
      deadlineMs: 0,
      signal: AbortSignal.abort(new Error('off')),
    });
    await assert.rejects(late, { message: 'off' });
  });

  it('is done against a model’s file, whose own faults are told as such', async () => {
    const adapter = files.write(ggufBytes(sound));
    assert.equal((await checkAdapterFor(files.write(model.bytes()), adapter)).rank, 4);
    await assert.rejects(checkAdapterFor(adapter, adapter), (error) => error instanceof ModelFileError);
  });
});
