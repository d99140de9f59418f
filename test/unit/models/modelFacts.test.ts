import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { checkModelFile } from '../../../src/models/checkModelFile.ts';
import { describeFacts, ranges } from '../../../src/models/describeFacts.ts';
import { type ModelFacts } from '../../../src/models/modelFacts.ts';
import { type WritableGguf } from '../../../src/models/gguf/writeGguf.ts';
import { ggufBytes } from '../../support/ggufBytes.ts';
import { miniatureOpenElm } from '../../support/miniatureOpenElm.ts';
import { temporaryFiles } from '../../support/temporaryFiles.ts';

describe('the facts of a model', () => {
  const files = temporaryFiles();
  const shape = { width: 64, headSize: 16, layers: [{ queryHeads: 4, keyValueHeads: 1, feedForward: 64 }] };
  const nano = fileURLToPath(new URL('../../../models/nano/openelm-nano-q8_0.gguf', import.meta.url));

  it('are those of the model that is shipped', async () => {
    const { estimatedMemoryBytes, ...facts } = await checkModelFile(nano);
    assert.deepEqual(facts, {
      architecture: 'openelm',
      name: 'openelm-code-tiny',
      sizeBytes: 4_497_536,
      parameters: 3_972_352,
      contextLength: 512,
      embeddingLength: 192,
      layers: [
        { queryHeads: 4, keyValueHeads: 2, feedForward: 128 },
        { queryHeads: 4, keyValueHeads: 2, feedForward: 192 },
        { queryHeads: 4, keyValueHeads: 2, feedForward: 320 },
        { queryHeads: 6, keyValueHeads: 3, feedForward: 448 },
        { queryHeads: 6, keyValueHeads: 3, feedForward: 512 },
        { queryHeads: 6, keyValueHeads: 3, feedForward: 640 },
        { queryHeads: 6, keyValueHeads: 3, feedForward: 768 },
      ],
      headSize: 32,
      vocabularySize: 8192,
      tokenizer: { model: 'gpt2', pre: 'qwen2' },
      fillInTheMiddle: true,
      quantisation: 'Q8_0',
      endOfText: '<|endoftext|>',
    });
    const { weights, keyValueCache, compute, total } = estimatedMemoryBytes;
    // 18 key-value heads in all, of 32 elements each, for keys and values, as F16.
    assert.equal(keyValueCache, 512 * 18 * 32 * 2 * 2);
    assert.equal(total, weights + keyValueCache + compute);
    assert.ok(weights > 4_200_000 && weights < 4_497_536);
  });

  it('tell a model without infill tokens', async () => {
    const path = files.write(miniatureOpenElm({ shape, fillInTheMiddle: false }).bytes());
    assert.equal((await checkModelFile(path)).fillInTheMiddle, false);
  });

  it('fall back on the type that holds most bytes and on the name of the file', async () => {
    const { gguf } = miniatureOpenElm({ shape, type: 'Q8_0' });
    const metadata = gguf.metadata.filter(([key]) => key !== 'general.name');
    const facts = await checkModelFile(files.write(ggufBytes({ ...gguf, metadata })));
    assert.equal(facts.quantisation, 'Q8_0');
    assert.match(facts.name, /^model-\d+$/);
  });

  it('hold the templates of the file: one for conversations, one for tools', async () => {
    const withTemplates = async (...templates: WritableGguf['metadata']): Promise<ModelFacts> => {
      const { gguf } = miniatureOpenElm({ shape });
      return checkModelFile(files.write(ggufBytes({ ...gguf, metadata: [...gguf.metadata, ...templates] })));
    };
    const both = await withTemplates(
      ['tokenizer.chat_template', { type: 'string', value: 'a' }],
      ['tokenizer.chat_template.tool_use', { type: 'string', value: 'b' }],
    );
    assert.deepEqual([both.chatTemplate, both.toolTemplate], ['a', 'b']);
    assert.match(describeFacts(both), /Chat template +yes, another for tools\n/u);
    const odd = await withTemplates(
      ['tokenizer.chat_template', { type: 'string', value: 'a'.repeat(200_000) }],
      ['tokenizer.chat_template.tool_use', { type: 'bool', value: true }],
    );
    assert.deepEqual([odd.chatTemplate, odd.toolTemplate], [undefined, undefined]);
  });

  it('are described in aligned lines', async () => {
    const lines = describeFacts(await checkModelFile(nano)).split('\n');
    assert.ok(lines.includes('Architecture         openelm, 7 layers of width 192'));
    assert.ok(lines.includes('Key-value heads      2 (0–2), 3 (3–6)'));
    assert.ok(lines.includes('Fill-in-the-middle   yes'));
  });

  it('do not let a name act on the terminal', async () => {
    const facts = await checkModelFile(nano);
    assert.ok(!describeFacts({ ...facts, name: 'a\u001b[2Jb\nc' }).includes('\u001b'));
  });

  it('give layers of equal size in one range', () => {
    assert.equal(ranges([4, 4, 4]), '4');
    assert.equal(ranges([4, 4, 6, 8, 8]), '4 (0–1), 6 (2), 8 (3–4)');
  });
});
