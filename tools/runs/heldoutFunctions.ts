import ts from 'typescript';
import { readHeldout } from '../eval/heldout.ts';

/** A function of a package that nobody trained on. */
export interface HeldoutFunction {
  readonly id: string;
  readonly languageId: 'typescript' | 'javascript';
  readonly code: string;
}

/** Shorter ones leave nothing to do. */
const MIN_LINES = 4;

/** The first functions that TypeScript's parser, which judges what comes back, reads without an error. */
export function heldoutFunctions(count: number): readonly HeldoutFunction[] {
  const functions = readHeldout().explanations.flatMap(({ id, language, code }): HeldoutFunction[] =>
    (language === 'typescript' || language === 'javascript') &&
    code.split('\n').length >= MIN_LINES &&
    syntaxProblems(code).length === 0
      ? [{ id: String(id), languageId: language, code }]
      : [],
  );
  return functions.slice(0, count);
}

/** What a parser says is wrong with code, each with its line (from 0). */
export function syntaxProblems(code: string): readonly { readonly line: number; readonly message: string }[] {
  const { diagnostics = [] } = ts.transpileModule(code, {
    reportDiagnostics: true,
    fileName: 'code.tsx',
    compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext },
  });
  return diagnostics
    .filter(({ category }) => category === ts.DiagnosticCategory.Error)
    .map(({ file, start = 0, messageText }) => ({
      line: file?.getLineAndCharacterOfPosition(start).line ?? 0,
      message: ts.flattenDiagnosticMessageText(messageText, '\n'),
    }));
}

/** The tokens of code without comments and blanks: equal where two texts differ in comments alone. */
export function codeTokens(code: string): string {
  const scanner = ts.createScanner(ts.ScriptTarget.ESNext, true, ts.LanguageVariant.Standard, code);
  const tokens: string[] = [];
  while (scanner.scan() !== ts.SyntaxKind.EndOfFileToken) {
    tokens.push(scanner.getTokenText());
  }
  return tokens.join(' ');
}
