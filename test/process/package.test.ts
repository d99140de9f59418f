import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type * as TreeSitter from '@vscode/tree-sitter-wasm';
import { assemble, buildBundles, type Assembled } from '../../tools/package/assemble.ts';
import { filesBelow, exists } from '../../tools/package/files.ts';
import { SIZE_LIMIT } from '../../tools/package/inspect.ts';
import { planPackage } from '../../tools/package/plan.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const MODULES = 'dist/engine/node_modules';
const plan = planPackage('linux-x64');

/** The whole way to a VSIX, offline: only where npm installed the binaries, which it does on Linux x64. */
describe('the linux-x64 package', function () {
  this.timeout(120_000);
  let out: string;
  let assembled: Assembled;
  let paths: string[];

  before(async function () {
    const installed = await Promise.all(
      plan.binaries.map(({ name }) => exists(join(ROOT, 'node_modules', name))),
    );
    if (installed.includes(false)) {
      this.skip();
    }
    out = await mkdtemp(join(tmpdir(), 'openelm-vsix-'));
    await buildBundles(ROOT);
    assembled = await assemble(ROOT, plan, out);
    paths = assembled.files.map(({ path }) => path);
  });

  after(async () => {
    await rm(out, { recursive: true, force: true });
  });

  it('holds the host, the engine, the model and the notices', () => {
    for (const path of [
      'package.json',
      'package.nls.json',
      'readme.md',
      'README.zh-CN.md',
      'changelog.md',
      'LICENSE.txt',
      'THIRD_PARTY_NOTICES.md',
      'dist/extension.cjs',
      'dist/modelFacts.cjs',
      'dist/convert.cjs',
      'dist/verify.cjs',
      'dist/engine/main.mjs',
      `${MODULES}/node-llama-cpp/llama/binariesGithubRelease.json`,
    ]) {
      assert.ok(paths.includes(path), path);
    }
    assert.ok(paths.some((path) => /^models\/nano\/.+\.gguf$/.test(path)));
  });

  it('holds every library of the CPU and Vulkan binaries, one for each kind of processor', async () => {
    for (const { name } of plan.binaries) {
      const folder = join(ROOT, 'node_modules', name);
      const libraries = (await filesBelow(folder)).filter((file) => file.startsWith('bins/'));
      assert.ok(libraries.filter((file) => file.includes('libggml-cpu-')).length > 1);
      assert.deepEqual(
        libraries.filter((file) => !paths.includes(`${MODULES}/${name}/${file}`)),
        [],
      );
    }
  });

  it('holds nothing of the checkout and nothing that only builds need', () => {
    const suspicious =
      /(^(src|test|tools|training|node_modules)\/)|\.(map|ts|gyp|cpp|bundle)$|(^|\/)\.env|node_modules\/(yargs|cmake-js)\//;
    assert.deepEqual(
      paths.filter((path) => suspicious.test(path)),
      [],
    );
  });

  it('holds a tree-sitter that runs minified as well, and grammars that it reads', async () => {
    const script = paths.find((path) => /^dist\/extension\/tree-sitter-[^/]+\.cjs$/.test(path));
    assert.ok(script !== undefined);
    const loaded = createRequire(import.meta.url)(join(ROOT, script)) as { default: typeof TreeSitter };
    const { Parser, Language } = loaded.default;
    await Parser.init({ locateFile: (file: string) => join(ROOT, 'dist/syntax', file) });
    const grammars = paths.filter((path) => /^dist\/syntax\/tree-sitter-.+\.wasm$/.test(path));
    assert.ok(grammars.length >= 9, grammars.join());
    for (const grammar of grammars) {
      const parser = new Parser().setLanguage(await Language.load(await readFile(join(ROOT, grammar))));
      const tree = parser.parse('a');
      assert.ok(tree !== null && tree.rootNode.endIndex === 1, grammar);
      tree.delete();
      parser.delete();
    }
  });

  it('downloads in less than the limit, the model apart', () => {
    const packed = assembled.files
      .filter(({ path }) => !path.startsWith('models/'))
      .reduce((sum, file) => sum + (file.packed ?? 0), 0);
    assert.ok(packed > 1_000_000);
    assert.ok(packed < SIZE_LIMIT, `${packed} bytes`);
  });

  it('is named by target and version', async () => {
    const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    assert.equal(assembled.vsix, join(out, `openelm-linux-x64-${version}.vsix`));
  });
});
