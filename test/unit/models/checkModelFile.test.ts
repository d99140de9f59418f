import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, symlinkSync, truncateSync } from 'node:fs';
import { checkModelFile } from '../../../src/models/checkModelFile.ts';
import { ModelFileError, type ModelFileErrorCode } from '../../../src/models/modelFileError.ts';
import { ggufBytes } from '../../support/ggufBytes.ts';
import { type WritableGguf, type WritableValue } from '../../../src/models/gguf/writeGguf.ts';
import { miniatureOpenElm } from '../../support/miniatureOpenElm.ts';
import { f16Bytes, f32Bytes } from '../../../src/models/gguf/encodeElements.ts';
import { temporaryFiles } from '../../support/temporaryFiles.ts';

describe('checking a model file', () => {
  const files = temporaryFiles();
  /** Four unlike layers, small enough that every test can write its own copy. */
  const shape = {
    width: 64,
    headSize: 16,
    layers: [64, 128, 128, 192].map((feedForward, layer) => {
      const keyValueHeads = layer < 2 ? 1 : 2;
      return { queryHeads: keyValueHeads * 4, keyValueHeads, feedForward };
    }),
  };
  const small = miniatureOpenElm({ shape });
  const sound = small.gguf;
  const check = (gguf: WritableGguf) => checkModelFile(files.write(ggufBytes(gguf)));
  const refuses = (gguf: WritableGguf, code: ModelFileErrorCode, detail: object = {}) =>
    assert.rejects(check(gguf), (error: unknown) => {
      assert.ok(error instanceof ModelFileError, String(error));
      assert.equal(error.code, code, error.message);
      assert.deepEqual({ ...error.detail, ...detail }, error.detail);
      return true;
    });

  const count = (value: number): WritableValue => ({ type: 'number', as: 'uint32', value });
  const float = (value: number): WritableValue => ({ type: 'number', as: 'float32', value });
  const list = (value: number[]): WritableValue => ({ type: 'int32s', value });
  const strings = (value: string[]): WritableValue => ({ type: 'strings', value });
  const text = (value: string): WritableValue => ({ type: 'string', value });

  /** The sound model with one metadata value replaced, added or (`undefined`) left out. */
  const stating = (key: string, value: WritableValue | undefined): WritableGguf => {
    const others = sound.metadata.filter(([name]) => name !== key);
    return { ...sound, metadata: value === undefined ? others : [...others, [key, value]] };
  };
  const tokens = () => [...small.vocabulary.tokens];

  it('accepts a sound model', async () => {
    assert.equal((await check(sound)).architecture, 'openelm');
  });

  it('accepts every way the matrices can be stored', async () => {
    for (const type of ['F16', 'Q8_0'] as const) await check(miniatureOpenElm({ shape, type }).gguf);
  });

  describe('the file', () => {
    it('must exist', async () => {
      await assert.rejects(checkModelFile(files.path('absent.gguf')), { code: 'notFound' });
    });

    it('must be a file', async () => {
      await assert.rejects(checkModelFile(files.path('')), { code: 'notAFile' });
      if (process.platform === 'win32') return;
      execFileSync('sh', ['-c', 'mkfifo "$0"', files.path('pipe.gguf')]);
      symlinkSync(files.path('pipe.gguf'), files.path('link.gguf'));
      await assert.rejects(checkModelFile(files.path('link.gguf')), { code: 'notAFile' });
    });

    it('must be readable', async function () {
      if (process.platform === 'win32' || process.getuid?.() === 0) this.skip();
      const path = files.write(ggufBytes(sound));
      chmodSync(path, 0o000);
      await assert.rejects(checkModelFile(path), { code: 'unreadable' });
    });

    it('must be whole', async () => {
      const whole = miniatureOpenElm().bytes();
      await assert.rejects(checkModelFile(files.write(whole.subarray(0, -3_100_000))), {
        message: /^The file ends 3\.1 MB before its tensor data does\. .+ fetch it again\.$/,
      });
    });

    it('may be ten gigabytes of nothing and is refused at once', async function () {
      // Windows would set the space aside.
      if (process.platform === 'win32') this.skip();
      const path = files.write(Buffer.from('GGUF'));
      truncateSync(path, 10_000_000_000);
      const start = performance.now();
      await assert.rejects(checkModelFile(path), { code: 'unsupportedVersion' });
      assert.ok(performance.now() - start < 500);
    });

    it('may not be one part of several', async () => {
      await refuses(stating('split.count', { type: 'number', as: 'uint16', value: 3 }), 'splitFile', {
        parts: 3,
      });
      await assert.rejects(checkModelFile('model-00001-of-00004.gguf'), { code: 'splitFile' });
    });
  });

  it('gives up at its deadline', async () => {
    const path = files.write(ggufBytes(sound));
    await assert.rejects(checkModelFile(path, { deadlineMs: 0 }), {
      code: 'timedOut',
      detail: { seconds: 0 },
    });
  });

  it('rejects with the reason it was aborted for', async () => {
    const reason = new Error('window closed');
    await assert.rejects(checkModelFile(files.path('any'), { signal: AbortSignal.abort(reason) }), reason);
  });

  describe('the architecture', () => {
    it('must be one that continues text', async () => {
      for (const [name, purpose] of [
        ['bert', 'embedding'],
        ['clip', 'vision projector'],
        ['openelm2', 'unknown'],
      ] as const) {
        const detail = { architecture: name, purpose };
        await refuses(stating('general.architecture', text(name)), 'unsupportedArchitecture', detail);
      }
    });

    it('must be stated', async () => {
      await refuses(stating('general.architecture', undefined), 'missingMetadata', {
        key: 'general.architecture',
      });
    });

    it('does not make a model of an adapter', async () => {
      await refuses(stating('general.type', text('adapter')), 'notAModel');
    });
  });

  describe('the tensor table', () => {
    /** The sound model with one tensor's row replaced. */
    const reshaped = (name: string, change: Partial<WritableGguf['tensors'][number]>): WritableGguf => ({
      ...sound,
      tensors: sound.tensors.map((tensor) => (tensor.name === name ? { ...tensor, ...change } : tensor)),
    });

    it('must hold every tensor of every layer', async () => {
      for (const { name } of sound.tensors.slice(0, 12)) {
        const tensors = sound.tensors.filter((tensor) => tensor.name !== name);
        await refuses({ ...sound, tensors }, 'missingTensor', { tensor: name });
      }
    });

    it('must hold no tensor of another model', async () => {
      const extra = {
        name: 'blk.0.attn_q.bias',
        dimensions: [1],
        type: 'F32',
        data: () => [Buffer.alloc(4)],
      } as const;
      await refuses({ ...sound, tensors: [...sound.tensors, extra] }, 'corruptTensorTable');
      const beyond = { ...extra, name: 'blk.9.attn_norm.weight' };
      await refuses({ ...sound, tensors: [...sound.tensors, beyond] }, 'corruptTensorTable');
    });

    it('must give every tensor the shape the metadata demands', async () => {
      const name = 'blk.0.attn_qkv.weight';
      await refuses(reshaped(name, { dimensions: [96, 64] }), 'inconsistentTensor', { expected: '64 × 96' });
    });

    it('may write a vector with trailing dimensions of one', async () => {
      await check(reshaped('output_norm.weight', { dimensions: [64, 1] }));
    });

    it('must keep normalisation gains as F32, the only form ggml multiplies by', async () => {
      const data = () => [f16Bytes(new Float32Array(64))];
      await refuses(reshaped('output_norm.weight', { type: 'F16', data }), 'unsupportedTensorType', {
        type: 'F16',
      });
    });

    it('must have types that exist and can be multiplied by', async () => {
      const bytes = ggufBytes(sound);
      const typeOfEmbedding = bytes.indexOf('token_embd.weight') + 17 + 4 + 16;
      for (const [id, type] of [
        [4, 'type 4'],
        [26, 'I32'],
        [1000, 'type 1000'],
      ] as const) {
        bytes.writeUInt32LE(id, typeOfEmbedding);
        const detail = { tensor: 'token_embd.weight', type };
        await assert.rejects(checkModelFile(files.write(bytes)), { code: 'unsupportedTensorType', detail });
      }
    });

    it('must place every tensor where the one before it ends', async () => {
      const bytes = ggufBytes(sound);
      const offset = bytes.indexOf('output_norm.weight') + 18 + 4 + 8 + 4;
      bytes.writeBigUInt64LE(bytes.readBigUInt64LE(offset) + 32n, offset);
      await assert.rejects(checkModelFile(files.write(bytes)), { code: 'corruptTensorTable' });
    });

    it('must not have dimensions of zero or beyond all measure', async () => {
      const bytes = ggufBytes(sound);
      const dimension = bytes.indexOf('token_embd.weight') + 17 + 4;
      for (const value of [0n, 2n ** 52n]) {
        bytes.writeBigUInt64LE(value, dimension);
        await assert.rejects(checkModelFile(files.write(bytes)), { code: 'corruptTensorTable' });
      }
    });
  });

  describe('the sizes of the graph', () => {
    const impossible: readonly (readonly [string, WritableValue])[] = [
      ['general.alignment', count(48)],
      ['general.alignment', count(0)],
      ['general.alignment', count(8)],
      ['openelm.block_count', count(0)],
      ['openelm.block_count', count(513)],
      ['openelm.block_count', { type: 'number', as: 'int32', value: 4 }],
      ['openelm.context_length', count(0)],
      ['openelm.context_length', count(16_777_217)],
      ['openelm.embedding_length', count(0)],
      ['openelm.attention.head_count', list([4, 4, 8])],
      ['openelm.attention.head_count', list([4, 4, 8, -8])],
      ['openelm.attention.head_count', list([4, 4, 8, 0])],
      ['openelm.attention.head_count_kv', list([3, 1, 2, 2])],
      ['openelm.attention.head_count_kv', list([0, 1, 2, 2])],
      ['openelm.attention.head_count_kv', text('4')],
      ['openelm.feed_forward_length', list([64, 128, 128, 1_000_000_000])],
      ['openelm.attention.key_length', count(0)],
      ['openelm.attention.value_length', count(32)],
      ['openelm.rope.dimension_count', count(63)],
      ['openelm.rope.dimension_count', count(128)],
      ['openelm.rope.freq_base', float(Number.NaN)],
      ['openelm.rope.freq_base', float(0)],
      ['openelm.rope.scaling.type', text('spiral')],
      ['openelm.attention.layer_norm_rms_epsilon', float(-1e-6)],
      ['openelm.attention.layer_norm_rms_epsilon', float(Number.NaN)],
      ['openelm.attention.causal', { type: 'bool', value: false }],
      ['openelm.expert_count', count(2000)],
      ['openelm.expert_used_count', count(2)],
      ['openelm.vocab_size', count(279)],
    ];
    for (const [key, value] of impossible) {
      it(`cannot be built from ${key} = ${String('value' in value ? value.value : '')}`, () =>
        refuses(stating(key, value), 'inconsistentMetadata', { key }));
    }

    it('must be stated for every layer there is', async () => {
      const detail = { key: 'openelm.attention.head_count', expected: 'a list of 5 numbers' };
      await refuses(stating('openelm.block_count', count(5)), 'inconsistentMetadata', detail);
    });

    it('must all be stated', async () => {
      for (const name of ['block_count', 'context_length', 'embedding_length', 'feed_forward_length']) {
        await refuses(stating(`openelm.${name}`, undefined), 'missingMetadata', { key: `openelm.${name}` });
      }
    });
  });

  describe('the vocabulary', () => {
    const KEY = 'tokenizer.ggml';

    it('must be there, of a kind llama.cpp knows', async () => {
      await refuses(stating(`${KEY}.tokens`, undefined), 'missingMetadata');
      await refuses(stating(`${KEY}.merges`, undefined), 'missingMetadata');
      await refuses(stating(`${KEY}.model`, text('gpt3')), 'unsupportedTokenizer');
      await refuses(stating(`${KEY}.pre`, text('qwen7')), 'unsupportedTokenizer');
    });

    it('may not repeat a token, which llama.cpp asserts', async () => {
      const repeated = tokens();
      repeated[7] = 'A';
      await refuses(stating(`${KEY}.tokens`, strings(repeated)), 'inconsistentMetadata');
    });

    it('must have as many types and scores as tokens', async () => {
      await refuses(stating(`${KEY}.token_type`, list([1, 1])), 'inconsistentMetadata');
      await refuses(stating(`${KEY}.scores`, { type: 'float32s', value: [0] }), 'inconsistentMetadata');
    });

    it('must have known types, and bytes that look like bytes', async () => {
      const types = tokens().map(() => 1);
      await refuses(stating(`${KEY}.token_type`, list(types.with(3, 7))), 'inconsistentMetadata');
      await refuses(stating(`${KEY}.token_type`, list(types.with(3, 6))), 'inconsistentMetadata');
    });

    it('must be as large as the embedding', async () => {
      const larger = stating(`${KEY}.tokens`, strings([...tokens(), 'more']));
      const types = larger.metadata.filter(
        ([key]) => key !== `${KEY}.token_type` && key !== 'openelm.vocab_size',
      );
      await refuses({ ...larger, metadata: types }, 'inconsistentTensor', { tensor: 'token_embd.weight' });
    });

    it('must hold the special tokens', async () => {
      for (const name of ['bos', 'eos', 'fim_mid']) {
        await refuses(stating(`${KEY}.${name}_token_id`, count(280)), 'inconsistentMetadata');
      }
      await check(stating(`${KEY}.padding_token_id`, count(4_294_967_295)));
    });

    it('must join two tokens in every merge', async () => {
      for (const merge of ['in', ' n', 'i ']) {
        await refuses(stating(`${KEY}.merges`, strings(['o n', merge])), 'inconsistentMetadata');
      }
    });

    it('must be UTF-8', async () => {
      const bytes = ggufBytes(sound);
      bytes.writeUInt8(0xff, bytes.indexOf('<|endoftext|>'));
      await assert.rejects(checkModelFile(files.write(bytes)), { code: 'inconsistentMetadata' });
    });

    it('of SentencePiece must have a token for every byte', async () => {
      await refuses(stating(`${KEY}.model`, text('llama')), 'missingMetadata', { key: 'the token <0x01>' });
    });
  });

  it('leaves other architectures to llama.cpp beyond embedding and layers', async () => {
    const renamed = sound.metadata.map(([key, value]) => [key.replace(/^openelm/, 'qwen2'), value] as const);
    const metadata = [...renamed.slice(1), ['general.architecture', text('qwen2')] as const];
    const tensors = [
      ...sound.tensors.slice(0, 1),
      {
        name: 'blk.0.ffn_up.bias',
        dimensions: [8],
        type: 'F32',
        data: () => [f32Bytes(new Float32Array(8))],
      } as const,
    ];
    assert.equal((await check({ metadata, tensors })).architecture, 'qwen2');
  });
});
