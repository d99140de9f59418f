import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type ModelInside, readModelInside } from '../../../src/models/inside/modelInside.ts';
import { ggufHeader, ggufSize, type WritableGguf } from '../../../src/models/gguf/writeGguf.ts';
import { type InsidePage } from '../../../src/webview/inside/insideHtml.ts';
import { OPENELM_270M, randomOpenElm } from '../../support/appleOpenElm.ts';
import { type OpenElmShape } from '../../support/miniatureOpenElm.ts';

const TEMPLATE = `{% for message in messages %}{{ '<|' + message.role + '|>\\n' + message.content + '</s>\\n' }}{% endfor %}
{% if add_generation_prompt %}{{ '<|assistant|>\\n' }}{% endif %}`;
const UNIFORM: OpenElmShape = {
  ...OPENELM_270M,
  layers: OPENELM_270M.layers.map(() => ({ queryHeads: 16, keyValueHeads: 4, feedForward: 2816 })),
};

/** What a page about a model file can show: one that is sound, one that is cut off, one whose layers are all alike. */
export async function insideStates(): Promise<Readonly<Record<string, InsidePage>>> {
  const scaled = await read(OPENELM_270M, 0);
  const cut = await read(OPENELM_270M, 4096);
  const uniform = await read(UNIFORM, 0);
  const problem =
    'The file ends 0.1 MB before its tensor data does. It was probably cut off while downloading: fetch it again.';
  return {
    scaled: { fileName: 'OpenELM-270M-Q8_0.gguf', inside: scaled, isInUse: true },
    refused: { fileName: 'OpenELM-270M-Q8_0.gguf', inside: cut, problem, isInUse: false },
    uniform: { fileName: 'uniform.gguf', inside: uniform, isInUse: false },
  };
}

/** Reads a file of which the header alone is written: the weights are a hole, which is what readers of headers need. */
async function read(shape: OpenElmShape, missing: number): Promise<ModelInside> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'openelm-inside-'));
  const random = randomOpenElm(shape, 'Q8_0', { name: 'OpenELM 270M' });
  const model: WritableGguf = {
    ...random,
    metadata: [
      ...random.metadata,
      ['general.license', { type: 'string', value: 'apple-amlr' }],
      ['tokenizer.chat_template', { type: 'string', value: TEMPLATE }],
    ],
  };
  try {
    const file = path.join(folder, 'model.gguf');
    writeFileSync(file, ggufHeader(model));
    const handle = openSync(file, 'r+');
    ftruncateSync(handle, ggufSize(model) - missing);
    closeSync(handle);
    return await readModelInside(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
