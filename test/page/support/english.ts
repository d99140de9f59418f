import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { type ChatStrings } from '../../../src/webview/chatProtocol.ts';

const FILE = path.join(import.meta.dirname, '../../../src/webview/chatStrings.ts');

/** The page's strings in English, read from the source: the file itself needs an editor to translate them. */
export function englishStrings(): ChatStrings {
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
  visit(ts.createSourceFile(FILE, readFileSync(FILE, 'utf8'), ts.ScriptTarget.Latest, true));
  return found as ChatStrings;
}
