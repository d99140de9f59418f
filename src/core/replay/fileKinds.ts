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
    endings.split(' ').map((ending) => [ending, language]),
  ),
);

/** Of a name that does not only consist of it: `.json` is none of these. */
const ENDING = /[^/]\.([^./]+)$/u;

/** VS Code's identifier of a file's language, by its name; undefined for what it would not be written in. */
export function languageOfFile(file: string): string | undefined {
  return LANGUAGE_OF.get(ENDING.exec(file)?.[1]?.toLowerCase() ?? '');
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
