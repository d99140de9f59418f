/** How a language writes comments; a language without an entry has none. */
export interface CommentSyntax {
  /** What starts a comment that ends with the line. */
  readonly line?: string;
  /** What opens and closes a comment of any length. */
  readonly block?: readonly [open: string, close: string];
}

const C_STYLE: CommentSyntax = { line: '//', block: ['/*', '*/'] };
const HASH: CommentSyntax = { line: '#' };
const MARKUP: CommentSyntax = { block: ['<!--', '-->'] };
const DASHES: CommentSyntax = { line: '--' };
const SEMICOLON: CommentSyntax = { line: ';' };
const PERCENT: CommentSyntax = { line: '%' };

/** Languages by their VS Code identifier, grouped by the syntax they share. */
const GROUPS: readonly (readonly [CommentSyntax, string])[] = [
  [
    C_STYLE,
    'typescript typescriptreact javascript javascriptreact jsonc c cpp cuda-cpp csharp java kotlin scala go rust ' +
      'swift dart php groovy scss less objective-c objective-cpp fsharp solidity zig glsl hlsl proto3 proto',
  ],
  [{ block: ['/*', '*/'] }, 'css'],
  [
    HASH,
    'python ruby perl r shellscript yaml toml dockerfile makefile cmake coffeescript elixir julia powershell ' +
      'graphql terraform nix ignore properties dotenv git-commit git-rebase',
  ],
  [MARKUP, 'html xml xsl svg vue svelte handlebars'],
  [{ line: '--', block: ['/*', '*/'] }, 'sql'],
  [{ line: '--', block: ['--[[', ']]'] }, 'lua'],
  [{ line: '--', block: ['{-', '-}'] }, 'haskell'],
  [DASHES, 'ada vhdl elm'],
  [SEMICOLON, 'ini clojure lisp commonlisp scheme racket asm'],
  [PERCENT, 'latex tex bibtex matlab erlang prolog'],
  [{ block: ['(*', '*)'] }, 'ocaml pascal'],
  [{ line: "'" }, 'vb'],
];

const BY_LANGUAGE = new Map(
  GROUPS.flatMap(([syntax, languages]) =>
    languages.split(' ').map((language) => [language, syntax] as const),
  ),
);

/** The comment syntax of a language; `undefined` for prose and for data formats without comments. */
export function commentSyntax(languageId: string): CommentSyntax | undefined {
  return BY_LANGUAGE.get(languageId);
}

/** Wraps one line of text in a comment, or returns `undefined` where the language has none. */
export function asComment(text: string, languageId: string): string | undefined {
  const syntax = commentSyntax(languageId);
  if (syntax?.line !== undefined) return `${syntax.line} ${text}`;
  if (syntax?.block !== undefined) return `${syntax.block[0]} ${text} ${syntax.block[1]}`;
  return undefined;
}

/** Whether a line holds nothing but a comment, as far as one line can tell. */
export function isCommentLine(line: string, languageId: string): boolean {
  const syntax = commentSyntax(languageId);
  const trimmed = line.trim();
  const starts = [syntax?.line, syntax?.block?.[0]];
  // The lines inside `/** … */` begin with an asterisk.
  if (syntax?.block?.[0] === '/*' && /^\*(?:\s|\/|$)/.test(trimmed)) return true;
  return starts.some((start) => start !== undefined && trimmed.startsWith(start));
}
