const NAMES: Readonly<Record<string, string>> = {
  c: 'C',
  cpp: 'C++',
  csharp: 'C#',
  css: 'CSS',
  go: 'Go',
  html: 'HTML',
  java: 'Java',
  javascript: 'JavaScript',
  javascriptreact: 'JavaScript',
  json: 'JSON',
  jsonc: 'JSON',
  kotlin: 'Kotlin',
  lua: 'Lua',
  markdown: 'Markdown',
  php: 'PHP',
  python: 'Python',
  ruby: 'Ruby',
  rust: 'Rust',
  scss: 'SCSS',
  shellscript: 'Shell',
  sql: 'SQL',
  swift: 'Swift',
  typescript: 'TypeScript',
  typescriptreact: 'TypeScript',
  yaml: 'YAML',
};

/** What people call a language that VS Code knows by `languageId`; empty for plain text. */
export function languageName(languageId: string): string {
  const known = Object.hasOwn(NAMES, languageId) ? NAMES[languageId] : undefined;
  return (
    known ?? (languageId === 'plaintext' ? '' : languageId.charAt(0).toUpperCase() + languageId.slice(1))
  );
}
