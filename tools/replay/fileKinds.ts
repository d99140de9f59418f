import { readFileSync } from 'node:fs';
import path from 'node:path';
import ignore from 'ignore';
import * as v from 'valibot';
import { ROOT } from '../support/headlessEngine.ts';

/** Files by what VS Code takes them for; others are not typed. */
const LANGUAGES: Readonly<Record<string, string>> = {
  c: 'c h',
  cpp: 'cc cpp cxx hh hpp',
  csharp: 'cs',
  css: 'css',
  go: 'go',
  html: 'html htm',
  java: 'java',
  javascript: 'js cjs mjs',
  javascriptreact: 'jsx',
  json: 'json',
  kotlin: 'kt kts',
  lua: 'lua',
  markdown: 'md',
  php: 'php',
  plaintext: 'txt',
  python: 'py pyi',
  ruby: 'rb',
  rust: 'rs',
  scss: 'scss',
  shellscript: 'sh bash',
  sql: 'sql',
  swift: 'swift',
  typescript: 'ts cts mts',
  typescriptreact: 'tsx',
  yaml: 'yml yaml',
};
const LANGUAGE_OF: ReadonlyMap<string, string> = new Map(
  Object.entries(LANGUAGES).flatMap(([language, endings]) =>
    endings.split(' ').map((ending) => [`.${ending}`, language]),
  ),
);

/** VS Code's identifier of a file's language, by its name; undefined for what it would not be written in. */
export function languageOfFile(file: string): string | undefined {
  return LANGUAGE_OF.get(path.posix.extname(file).toLowerCase());
}

/** Written by programs, or copied in whole. */
const GENERATED_PATH =
  /(?:^|\/)(?:dist|build|out|vendor|third_party|node_modules|__snapshots__)\/|-lock\.(?:json|yaml)$|\.(?:min|generated|pb)\.[a-z]+$/iu;
const GENERATED_MARK = /@generated|\b(?:auto-?)?generated (?:by|from|file)\b|do not edit/iu;
const HEAD_CHARACTERS = 500;
const LONGEST_LINE = 500;

/** Whether a file was not written by hand, as far as its name, its head and its lines tell. */
export function isGenerated(file: string, text: string): boolean {
  return (
    GENERATED_PATH.test(file) ||
    GENERATED_MARK.test(text.slice(0, HEAD_CHARACTERS)) ||
    text.split('\n').some((line) => line.length > LONGEST_LINE)
  );
}

const manifestSchema = v.object({
  contributes: v.object({
    configuration: v.array(
      v.object({
        properties: v.record(v.string(), v.looseObject({ default: v.optional(v.unknown()) })),
      }),
    ),
  }),
});

/** Tells secrets by the patterns that the editor leaves alone unless its user changes them. */
export function secretFiles(): (file: string) => boolean {
  const manifest: unknown = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  const { contributes } = v.parse(manifestSchema, manifest);
  const patterns = contributes.configuration
    .map(({ properties }) => properties['openelm.completion.exclude']?.default)
    .find((value) => value !== undefined);
  // The same globs as in a .gitignore, but for alternatives in braces.
  const rules = ignore().add(v.parse(v.array(v.string()), patterns).flatMap(withoutBraces));
  return (file) => rules.ignores(file);
}

function withoutBraces(pattern: string): string[] {
  const [whole, choices] = /\{([^{}]*)\}/u.exec(pattern) ?? [];
  return whole === undefined || choices === undefined
    ? [pattern]
    : choices.split(',').flatMap((choice) => withoutBraces(pattern.replace(whole, choice)));
}
