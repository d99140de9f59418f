import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { ADAPTER_SENTENCES } from '../../src/models/adapters/adapterError.ts';
import { CATALOG_SENTENCES } from '../../src/models/catalog/catalogError.ts';
import { CONVERT_SENTENCES } from '../../src/models/convert/convertError.ts';
import { DOWNLOAD_SENTENCES } from '../../src/models/download/downloadError.ts';
import { MODEL_FILE_SENTENCES } from '../../src/models/modelFileError.ts';
import { VERIFY_SENTENCES } from '../../src/models/verify/verifyError.ts';

/** Translate sentences that others hold. */
const BY_CODE =
  /describe(?:ModelFileError|AdapterError|VerifyFailure|ConvertFailure|CatalogError|DownloadFailure)\.ts$/u;
const ROOT = path.join(import.meta.dirname, '..', '..');

/** Every English string of the sources that `vscode.l10n.t` translates. Throws for one that is not a literal. */
export function l10nStrings(): string[] {
  const files = readdirSync(path.join(ROOT, 'src'), { recursive: true, encoding: 'utf8' });
  const found = files
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => stringsOf(path.join(ROOT, 'src', name)));
  // Those of errors are translated by their code.
  const byCode = [
    MODEL_FILE_SENTENCES,
    ADAPTER_SENTENCES,
    CONVERT_SENTENCES,
    CATALOG_SENTENCES,
    DOWNLOAD_SENTENCES,
    VERIFY_SENTENCES,
  ].flatMap((sentences) => Object.values(sentences));
  return [...new Set([...found, ...byCode])].sort();
}

function stringsOf(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const strings: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === 'vscode.l10n.t') {
      const [message] = node.arguments;
      if (message !== undefined && ts.isStringLiteralLike(message)) {
        strings.push(message.text);
      } else if (!BY_CODE.test(file)) {
        throw new Error(`${file}: l10n.t needs a literal: ${node.getText()}`);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return strings;
}
