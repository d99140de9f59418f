import * as vscode from 'vscode';
import { builtInModelFile } from '../engineHost.ts';
import { type InsideEditor } from './insideEditor.ts';
import { INSIDE_VIEW_TYPE } from './insideViewType.ts';
import { type ModelDocument } from './modelDocument.ts';
import { SelectedText } from './selectedText.ts';
import { type Tokenizer } from './tryTokenizer.ts';

/** Registers the view of model files and the command that opens it; what they do is loaded when they are used. */
export function registerInside(extensionUri: vscode.Uri, tokenizer: Tokenizer): { dispose(): unknown }[] {
  const builtInModel = builtInModelFile(extensionUri.fsPath);
  const selection = new SelectedText();
  let loaded: InsideEditor | undefined;
  const editor = async (): Promise<InsideEditor> => {
    const { InsideEditor } = await import('./insideEditor.ts');
    return (loaded ??= new InsideEditor({ extensionUri, builtInModel, tokenizer, selection }));
  };
  const provider: vscode.CustomReadonlyEditorProvider<ModelDocument> = {
    openCustomDocument: async (uri) => (await editor()).openCustomDocument(uri),
    resolveCustomEditor: async (document, panel) => {
      (await editor()).resolveCustomEditor(document, panel);
    },
  };
  return [
    selection,
    vscode.window.registerCustomEditorProvider(INSIDE_VIEW_TYPE, provider, {
      supportsMultipleEditorsPerDocument: true,
    }),
    vscode.commands.registerCommand('openelm.lookInside', async (file: unknown) => {
      const { lookInside } = await import('./lookInside.ts');
      await lookInside(builtInModel, file);
    }),
  ];
}
