import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const WEBVIEW = path.join(import.meta.dirname, '../../src/webview');

/** A page's strings in English, read from the source below src/webview: it needs an editor to translate them. */
export function sourceStrings(file: string): Readonly<Record<string, string>> {
  const source = path.join(WEBVIEW, file);
  const found: Record<string, string> = {};
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && ts.isCallExpression(node.initializer)) {
      const [text] = node.initializer.arguments;
      if (text !== undefined && ts.isStringLiteralLike(text)) {
        found[node.name.getText()] = text.text;
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(source, readFileSync(source, 'utf8'), ts.ScriptTarget.Latest, true));
  return found;
}
