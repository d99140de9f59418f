import assert from 'node:assert/strict';
import { openSync, closeSync, ftruncateSync, statSync, truncateSync } from 'node:fs';
import { readModelInside } from '../../../../src/models/inside/modelInside.ts';
import { writeGgufFile } from '../../../../src/models/gguf/writeGguf.ts';
import { miniatureOpenElm } from '../../../support/miniatureOpenElm.ts';
import { temporaryFiles } from '../../../support/temporaryFiles.ts';

describe('what is inside a model file', () => {
  const files = temporaryFiles();
  const model = miniatureOpenElm({ type: 'Q8_0' });
  const template: [string, { type: 'string'; value: string }] = [
    'tokenizer.chat_template',
    { type: 'string', value: '{{ messages }}' },
  ];
  const write = async (name: string): Promise<string> => {
    const file = files.path(name);
    await writeGgufFile(file, { ...model.gguf, metadata: [...model.gguf.metadata, template] });
    return file;
  };

  it('is the facts, the layers with their uniform twin, every pair and every tensor', async () => {
    const inside = await readModelInside(await write('sound.gguf'));
    assert.ok(inside.verdict.kind === 'sound');
    assert.equal(inside.verdict.facts.name, 'miniature');
    assert.deepEqual(inside.layers?.shapes, model.shape.layers);
    assert.deepEqual(inside.layers.twin?.shape.queryHeads, 8);
    assert.equal(inside.metadata.rows.length, model.gguf.metadata.length + 1);
    assert.equal(inside.tensors.total.tensors, model.gguf.tensors.length);
    assert.equal(inside.tensors.total.elements, inside.verdict.facts.parameters);
    assert.deepEqual(
      inside.templates.map(({ text }) => text),
      ['{{ messages }}'],
    );
  });

  it('is known but for the verdict when the end of the weights is missing', async () => {
    const file = await write('cut.gguf');
    truncateSync(file, statSync(file).size - 1000);
    const { verdict, layers, tensors, metadata } = await readModelInside(file);
    assert.ok(verdict.kind === 'refused');
    assert.equal(verdict.code, 'truncated');
    assert.deepEqual(layers?.shapes, model.shape.layers);
    assert.equal(tensors.total.tensors, model.gguf.tensors.length);
    assert.equal(metadata.rows.length, model.gguf.metadata.length + 1);
  });

  it('is known as far as the header goes', async () => {
    const file = await write('header.gguf');
    truncateSync(file, 200);
    const { verdict, layers, tensors, metadata } = await readModelInside(file);
    assert.ok(verdict.kind === 'refused');
    assert.equal(verdict.code, 'headerCutOff');
    assert.equal(layers, undefined);
    assert.equal(tensors.total.tensors, 0);
    assert.deepEqual(
      metadata.rows.map(({ key }) => key),
      ['general.architecture', 'general.type', 'general.name', 'openelm.block_count'],
    );
  });

  it('is nothing where there is no model', async () => {
    const { verdict, metadata } = await readModelInside(files.path('absent.gguf'));
    assert.deepEqual(verdict, {
      kind: 'refused',
      code: 'notFound',
      detail: { path: files.path('absent.gguf') },
    });
    assert.deepEqual(metadata, { rows: [], leftOut: 0 });
  });

  it('takes the header of a file of 10 GB, not its weights', async () => {
    const file = await write('large.gguf');
    const handle = openSync(file, 'r+');
    ftruncateSync(handle, 10e9);
    closeSync(handle);
    const { verdict } = await readModelInside(file);
    assert.ok(verdict.kind === 'sound');
    assert.equal(verdict.facts.sizeBytes, 10e9);
  });

  it('crosses to another thread', async () => {
    const inside = await readModelInside(await write('thread.gguf'));
    assert.deepEqual(structuredClone(inside), inside);
  });
});
