import * as vscode from 'vscode';
import { builtInModelFile } from '../engineHost.ts';
import { INSIDE_VIEW_TYPE, InsideEditor } from './insideEditor.ts';
import { lookInside } from './lookInside.ts';

/** Registers the view of model files and the command that opens it. */
export function registerInside(extensionUri: vscode.Uri): vscode.Disposable[] {
  const builtInModel = builtInModelFile(extensionUri.fsPath);
  return [
    vscode.window.registerCustomEditorProvider(INSIDE_VIEW_TYPE, new InsideEditor(extensionUri), {
      supportsMultipleEditorsPerDocument: true,
    }),
    vscode.commands.registerCommand('openelm.lookInside', (file: unknown) => lookInside(builtInModel, file)),
  ];
}
