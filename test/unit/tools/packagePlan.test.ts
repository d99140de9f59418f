import assert from 'node:assert/strict';
import { contentProblems, sizeProblems } from '../../../tools/package/inspect.ts';
import { companionManifest, shippedManifest, type Manifest } from '../../../tools/package/manifest.ts';
import { planAll, planPackage, vsixName } from '../../../tools/package/plan.ts';

const MANIFEST: Manifest = {
  name: 'openelm',
  version: '1.2.3',
  publisher: 'openelm',
  license: 'MIT',
  main: './dist/extension.cjs',
  icon: 'media/icon.png',
  engines: { vscode: '^1.90.0' },
  extensionKind: ['workspace'],
  scripts: { test: 'mocha' },
  dependencies: { 'node-llama-cpp': '3.22.1' },
  contributes: { commands: [] },
};

const MODULES = 'dist/engine/node_modules';

describe('planPackage', () => {
  const expected: readonly (readonly [string, readonly string[]])[] = [
    ['linux-x64', ['linux-x64', 'linux-x64-vulkan']],
    ['linux-arm64', ['linux-arm64']],
    ['darwin-arm64', ['mac-arm64-metal']],
    ['darwin-x64', ['mac-x64']],
    ['win32-x64', ['win-x64', 'win-x64-vulkan']],
    ['win32-arm64', ['win-arm64']],
  ];
  for (const [target, folders] of expected) {
    it(`takes ${folders.join(' and ')} for ${target}`, () => {
      assert.deepEqual(binaryNames(target), folders);
    });
  }

  for (const [target, folder] of [
    ['linux-x64', 'linux-x64'],
    ['win32-x64', 'win-x64'],
  ] as const) {
    it(`puts the CPU and both CUDA versions into the companion for ${target}`, () => {
      assert.deepEqual(binaryNames(target, 'cuda'), [folder, `${folder}-cuda`, `${folder}-cuda-ext`]);
    });
  }

  it('looks for the CUDA 12 library where node-llama-cpp loads it from', () => {
    const needed = planPackage('win32-x64', 'cuda').binaries.at(-1)?.needed;
    assert.ok(needed?.includes('bins/win-x64-cuda/fallback/ggml-cuda.dll'));
  });

  it('makes six packages and two companions for a release', () => {
    assert.deepEqual(
      planAll().map(({ kind }) => kind),
      [...Array<string>(6).fill('extension'), 'companion', 'companion'],
    );
  });

  it('names the VSIX by extension, target and version', () => {
    assert.equal(vsixName(planPackage('linux-x64', 'cuda'), '1.2.3'), 'openelm-cuda-linux-x64-1.2.3.vsix');
  });

  it('says which targets there are when asked for another', () => {
    assert.throws(() => planPackage('freebsd-x64'), /Unknown target "freebsd-x64": use one of linux-x64, /);
  });

  it('says where CUDA is possible when asked for it elsewhere', () => {
    assert.throws(() => planPackage('darwin-arm64', 'cuda'), /use --gpu cuda with linux-x64, win32-x64/);
  });

  it('knows no other companion than CUDA', () => {
    assert.throws(() => planPackage('linux-x64', 'vulkan'), /Unknown --gpu "vulkan": use cuda/);
  });
});

describe('shippedManifest', () => {
  it('drops what only a checkout needs and keeps the rest', () => {
    const shipped = shippedManifest(MANIFEST);
    assert.equal(shipped['scripts'], undefined);
    assert.equal(shipped['dependencies'], undefined);
    assert.deepEqual(shipped['contributes'], { commands: [] });
  });
});

describe('companionManifest', () => {
  it('runs where the product runs, in the same version, and has no code of its own', () => {
    const { name, version, main, extensionKind } = companionManifest(MANIFEST);
    assert.deepEqual(
      { name, version, main, extensionKind },
      {
        name: 'openelm-cuda',
        version: '1.2.3',
        main: undefined,
        extensionKind: ['workspace'],
      },
    );
  });
});

describe('contentProblems', () => {
  const plan = planPackage('linux-arm64');

  it('names every missing file when there is nothing', () => {
    const problems = contentProblems(plan, MANIFEST, []);
    for (const file of [
      'package.json',
      'dist/extension.cjs',
      'media/icon.png',
      `${MODULES}/@node-llama-cpp/linux-arm64/bins/linux-arm64/llama-addon.node`,
    ]) {
      assert.ok(problems.includes(`missing: ${file}`), file);
    }
    assert.ok(problems.includes('missing: the built-in model, models/nano/*.gguf'));
    assert.ok(problems.includes('missing: dist/extension/, what is loaded after the start'));
  });

  for (const file of [
    'dist/extension.cjs.map',
    'src/extension.ts',
    'test/unit/a.js',
    'training/train.py',
    '.env',
    'media/.env.local',
    'node_modules/valibot/package.json',
    `${MODULES}/node-llama-cpp/dist/index.d.ts`,
    `${MODULES}/node-llama-cpp/llama/gitRelease.bundle`,
    `${MODULES}/yargs/package.json`,
    `${MODULES}/@node-llama-cpp/linux-x64/bins/linux-x64/llama-addon.node`,
  ]) {
    it(`refuses ${file}`, () => {
      assert.ok(
        contentProblems(plan, MANIFEST, [file]).some((line) => line.startsWith(`must not be in: ${file}`)),
      );
    });
  }
});

describe('sizeProblems', () => {
  const engine = { path: 'dist/engine/main.mjs', bytes: 0, packed: 45_000_000 };

  it('does not count the built-in model', () => {
    const model = { path: 'models/nano/openelm-nano-q8_0.gguf', bytes: 0, packed: 9_000_000 };
    assert.deepEqual(sizeProblems(planPackage('linux-x64'), [engine, model]), []);
  });

  it('refuses a package over the limit, but not a companion', () => {
    const files = [engine, { path: 'dist/extension.cjs', bytes: 0, packed: 100_000 }];
    assert.match(sizeProblems(planPackage('linux-x64'), files)[0] ?? '', /too large: 45\.1 MB/);
    assert.deepEqual(sizeProblems(planPackage('linux-x64', 'cuda'), files), []);
  });
});

function binaryNames(target: string, gpu?: string): string[] {
  return planPackage(target, gpu).binaries.map(({ name }) => name.replace('@node-llama-cpp/', ''));
}
