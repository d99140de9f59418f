import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ggufFiles } from '../../../../src/models/library/ggufFiles.ts';
import { findForeignModels } from '../../../../src/models/library/findForeignModels.ts';

describe('model files on this disk', () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(path.join(os.tmpdir(), 'openelm-library-'));
  });
  afterEach(() => {
    rmSync(home, { recursive: true });
  });

  const write = (file: string, content = 'GGUF'): string => {
    const full = path.join(home, file);
    mkdirSync(path.dirname(full), { recursive: true });
    writeFileSync(full, content);
    return full;
  };
  const found = async (env: Readonly<Record<string, string>> = {}): Promise<string[]> =>
    (await findForeignModels({ home, env })).map(({ tool, name, bytes }) => `${tool}: ${name}, ${bytes}`);
  const manifest = (digest: string): string =>
    JSON.stringify({
      layers: [
        { mediaType: 'application/vnd.ollama.image.template', digest: `sha256:${'b'.repeat(64)}` },
        { mediaType: 'application/vnd.ollama.image.model', digest },
      ],
    });

  it('are found in a folder and those below, without parts and projectors', async () => {
    const files = ['a.gguf', 'maker/b-00001-of-00002.gguf', 'maker/name/c.GGUF'].map((file) => write(file));
    for (const file of ['maker/b-00002-of-00002.gguf', 'mmproj-a.gguf', 'notes.md', 'a/b/c/d.gguf']) {
      write(file);
    }
    assert.deepEqual(
      (await ggufFiles(home)).map((file) => file.path),
      files,
    );
  });

  it('are none in a folder that is not there', async () => {
    assert.deepEqual(await ggufFiles(path.join(home, 'nowhere')), []);
    assert.deepEqual(await found(), []);
  });

  it('are found in the cache of Hugging Face, through its links', async () => {
    const blob = write('.cache/huggingface/hub/models--m--n/blobs/1234', 'GGUF and more');
    const snapshot = path.join(home, '.cache/huggingface/hub/models--m--n/snapshots/abcd');
    mkdirSync(snapshot, { recursive: true });
    symlinkSync(blob, path.join(snapshot, 'n-Q8_0.gguf'));
    assert.deepEqual(await found(), ['Hugging Face: n-Q8_0, 13']);
  });

  it('are found where the environment says that the cache is', async () => {
    write('elsewhere/hub/models--m--n/snapshots/abcd/n.gguf');
    assert.deepEqual(await found({ HF_HOME: path.join(home, 'elsewhere') }), ['Hugging Face: n, 4']);
  });

  it('are found in the folders of LM Studio', async () => {
    write('.lmstudio/models/maker/name/one.gguf');
    write('.cache/lm-studio/models/maker/name/two.gguf');
    assert.deepEqual(await found(), ['LM Studio: one, 4', 'LM Studio: two, 4']);
  });

  it('are found behind the manifests of Ollama', async () => {
    const hash = 'a'.repeat(64);
    write(`.ollama/models/blobs/sha256-${hash}`, 'GGUF of Ollama');
    write('.ollama/models/manifests/host/library/tiny/1b', manifest(`sha256:${hash}`));
    assert.deepEqual(await found(), ['Ollama: tiny:1b, 14']);
  });

  for (const [what, content] of [
    ['is no JSON', '{'],
    ['has no layers', '{}'],
    ['has layers of another kind', '{"layers":[null,7,{"mediaType":3}]}'],
    ['names a file outside the folder', manifest('sha256:../../../secret')],
  ] as const) {
    it(`leave out a manifest that ${what}`, async () => {
      write('.ollama/models/manifests/host/library/tiny/1b', content);
      assert.deepEqual(await found(), []);
    });
  }
});
