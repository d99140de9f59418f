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
    const { estimatedMemoryBytes, chatTemplate, ...facts } = await checkModelFile(nano);
    assert.deepEqual(facts, {
      architecture: 'openelm',
      name: 'OpenELM Nano 48M',
      sizeBytes: 51_311_648,
      parameters: 47_729_152,
      contextLength: 1024,
      embeddingLength: 512,
      layers: [
        [256, 512],
        [512, 768, 768, 1024, 1024, 1024, 1280, 1280, 1536, 1536, 1792, 1792, 2048, 2048],
      ].flatMap((widths, at) =>
        widths.map((feedForward) => ({ queryHeads: 4 + 4 * at, keyValueHeads: 1 + at, feedForward })),
      ),
      headSize: 64,
      vocabularySize: 16_384,
      tokenizer: { model: 'gpt2', pre: 'qwen2' },
      fillInTheMiddle: true,
      quantisation: 'Q8_0',
      author: 'The openelm-vscode contributors',
      licence: 'mit',
      endOfText: '<|endoftext|>',
    });
    assert.match(chatTemplate ?? '', /<\|assistant\|>/u);
    const { weights, keyValueCache, compute, total } = estimatedMemoryBytes;
    // One key-value head in two layers and two in fourteen, of 64 elements, for keys and values, as F16.
    assert.equal(keyValueCache, 1024 * (2 + 14 * 2) * 64 * 2 * 2);
    assert.equal(total, weights + keyValueCache + compute);
    assert.ok(weights > 50_000_000 && weights < 51_311_648);
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
    assert.ok(lines.includes('Architecture         openelm, 16 layers of width 512'));
    assert.ok(
      lines.includes(
        'Feed-forward widths  256 (0), 512 (1–2), 768 (3–4), 1024 (5–7), 1280 (8–9), 1536 (10–11), 1792 (12–13), 2048 (14–15)',
      ),
    );
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
