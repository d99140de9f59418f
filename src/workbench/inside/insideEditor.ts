import { randomBytes } from 'node:crypto';
import path from 'node:path';
import * as vscode from 'vscode';
import { insideHtml, type InsideHtmlOptions, noticeHtml } from '../../webview/inside/insideHtml.ts';
import { insideStrings } from '../../webview/inside/insideStrings.ts';
import { insideWords } from '../../webview/inside/insideWords.ts';
import { describeModelFileError } from '../describeModelFileError.ts';
import { ModelDocument } from './modelDocument.ts';

/** The view type of the editor in package.json: open a file's Uri with it to look inside. */
export const INSIDE_VIEW_TYPE = 'openelm.inside';

/** Shows what is inside a model file, in place of an editor of its text. */
export class InsideEditor implements vscode.CustomReadonlyEditorProvider<ModelDocument> {
  readonly #pageFolder: vscode.Uri;
  readonly #program: string;

  /** @param extensionUri the folder of the extension, which holds `dist` */
  constructor(extensionUri: vscode.Uri) {
    this.#pageFolder = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
    this.#program = vscode.Uri.joinPath(extensionUri, 'dist', 'modelFacts.cjs').fsPath;
  }

  /** Called by VS Code when the file is opened in the first editor. */
  async openCustomDocument(uri: vscode.Uri): Promise<ModelDocument> {
    const document = new ModelDocument(uri, this.#program);
    await document.refresh();
    return document;
  }

  /** Called by VS Code for each editor of the file, and again after a hidden one was dropped. */
  resolveCustomEditor(document: ModelDocument, panel: vscode.WebviewPanel): void {
    const { webview } = panel;
    webview.options = { enableScripts: false, localResourceRoots: [this.#pageFolder] };
    const show = (): void => {
      webview.html = pageHtml(document, {
        styleUri: webview.asWebviewUri(vscode.Uri.joinPath(this.#pageFolder, 'inside.css')).toString(),
        nonce: randomBytes(16).toString('base64'),
      });
    };
    const listeners = [
      document.onDidChange(show),
      // What happened on a disk that can't be watched is seen when the user comes back.
      panel.onDidChangeViewState(() => void document.refresh()),
    ];
    panel.onDidDispose(() => {
      vscode.Disposable.from(...listeners).dispose();
    });
    show();
  }
}

function pageHtml({ uri, content }: ModelDocument, options: InsideHtmlOptions): string {
  const words = insideWords(insideStrings(), vscode.env.language);
  switch (content.kind) {
    case 'elsewhere':
      return noticeHtml(
        vscode.l10n.t('OpenELM: the model must lie on the machine on which the engine runs.'),
        words,
        options,
      );
    case 'broken':
      return noticeHtml(content.message, words, options);
    case 'read': {
      const { inside } = content;
      const { verdict } = inside;
      const problem =
        verdict.kind === 'refused'
          ? describeModelFileError({ ...verdict.detail, reason: verdict.code })
          : undefined;
      return insideHtml({ fileName: path.basename(uri.fsPath), inside, problem }, words, options);
    }
  }
}
