import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { object, optional, parse, string, union } from 'valibot';

const Author = union([string(), object({ name: string() })]);
const PackageJson = object({
  name: string(),
  version: string(),
  license: string(),
  author: optional(Author),
});

interface Notice {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly text: string;
}

/** What is linked into the native libraries and therefore has no npm package. Texts: llama.cpp's own repository. */
const NATIVE = [
  { name: 'llama.cpp and ggml', file: 'llama.cpp.txt' },
  { name: 'JSON for Modern C++ (in llama.cpp)', file: 'nlohmann-json.txt' },
  { name: 'cpp-httplib (in llama.cpp)', file: 'cpp-httplib.txt' },
];

/** What is compiled into the WebAssembly of that package, whose own licence names Microsoft alone. Texts: their npm packages. */
const TREE_SITTER = {
  package: '@vscode/tree-sitter-wasm',
  name: 'tree-sitter and its grammars',
  file: 'tree-sitter.txt',
};

const INTRODUCTION = `# Third-party notices

This package contains the following software under its own licences.
`;

/**
 * The text of THIRD_PARTY_NOTICES.md: name, version, licence and licence text of every npm package whose code ships,
 * then of what is compiled into WebAssembly and into the native libraries.
 * @param packageFolders absolute; the same package in the same version may occur twice
 */
export async function thirdPartyNotices(root: string, packageFolders: Iterable<string>): Promise<string> {
  const notices = await Promise.all([...new Set(packageFolders)].map(readNotice));
  const byId = new Map(notices.map((notice) => [`${notice.name}@${notice.version}`, notice]));
  const sorted = [...byId.values()].sort((a, b) => compare(a.name, b.name) || compare(a.version, b.version));
  const native = await Promise.all(
    NATIVE.map(async ({ name, file }) => ({
      name,
      version: await llamaRelease(root),
      license: 'MIT',
      text: await licenceText(root, file),
    })),
  );
  const grammars = await Promise.all(
    sorted
      .filter(({ name }) => name === TREE_SITTER.package)
      .map(async ({ version }) => ({
        name: TREE_SITTER.name,
        version: `in ${TREE_SITTER.package} ${version}`,
        license: 'MIT',
        text: await licenceText(root, TREE_SITTER.file),
      })),
  );
  return [INTRODUCTION, ...[...sorted, ...grammars, ...native].map(toMarkdown)].join('\n');
}

function licenceText(root: string, file: string): Promise<string> {
  return readFile(join(root, 'tools/package/licenses', file), 'utf8');
}

async function readNotice(folder: string): Promise<Notice> {
  const json: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const { name, version, license, author } = parse(PackageJson, json);
  const texts = (await readdir(folder)).filter((file) => /^(licen[sc]e|copying|notice)/i.test(file)).sort();
  if (texts.length > 0) {
    const contents = await Promise.all(texts.map((file) => readFile(join(folder, file), 'utf8')));
    return { name, version, license, text: contents.join('\n') };
  }
  const holder = typeof author === 'string' ? author : author?.name;
  const by = holder === undefined ? '' : ` and the author ${holder}`;
  const text = `The package has no licence file. Its package.json names the licence ${license}${by}.`;
  return { name, version, license, text };
}

async function llamaRelease(root: string): Promise<string> {
  const file = join(root, 'node_modules/node-llama-cpp/llama/binariesGithubRelease.json');
  return parse(object({ release: string() }), JSON.parse(await readFile(file, 'utf8'))).release;
}

function toMarkdown(notice: Notice): string {
  const quoted = notice.text.trim().replaceAll('\r\n', '\n').replaceAll('~~~', '~ ~ ~');
  return `## ${notice.name} ${notice.version}\n\nLicence: ${notice.license}\n\n~~~text\n${quoted}\n~~~\n`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
