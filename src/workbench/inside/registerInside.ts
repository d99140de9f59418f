import * as vscode from 'vscode';
import { builtInModelFile } from '../engineHost.ts';
import { INSIDE_VIEW_TYPE, InsideEditor } from './insideEditor.ts';
import { lookInside } from './lookInside.ts';
import { SelectedText } from './selectedText.ts';
import { type Tokenizer } from './tryTokenizer.ts';

/** Registers the view of model files and the command that opens it. */
export function registerInside(extensionUri: vscode.Uri, tokenizer: Tokenizer): { dispose(): unknown }[] {
  const builtInModel = builtInModelFile(extensionUri.fsPath);
  const selection = new SelectedText();
  const editor = new InsideEditor({ extensionUri, builtInModel, tokenizer, selection });
  return [
    selection,
    vscode.window.registerCustomEditorProvider(INSIDE_VIEW_TYPE, editor, {
      supportsMultipleEditorsPerDocument: true,
    }),
    vscode.commands.registerCommand('openelm.lookInside', (file: unknown) => lookInside(builtInModel, file)),
  ];
}
