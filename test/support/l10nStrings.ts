import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { MODEL_FILE_SENTENCES } from '../../src/models/modelFileError.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');

/** Every English string of the sources that `vscode.l10n.t` translates. Throws for one that is not a literal. */
export function l10nStrings(): string[] {
  const files = readdirSync(path.join(ROOT, 'src'), { recursive: true, encoding: 'utf8' });
  const found = files
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => stringsOf(path.join(ROOT, 'src', name)));
  // These are translated by their code: see describeModelFileError.ts.
  return [...new Set([...found, ...Object.values(MODEL_FILE_SENTENCES)])].sort();
}

function stringsOf(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const strings: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === 'vscode.l10n.t') {
      const [message] = node.arguments;
      if (message !== undefined && ts.isStringLiteralLike(message)) {
        strings.push(message.text);
      } else if (!file.endsWith('describeModelFileError.ts')) {
        throw new Error(`${file}: l10n.t needs a literal: ${node.getText()}`);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return strings;
}
