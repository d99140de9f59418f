import { randomBytes } from 'node:crypto';
import path from 'node:path';
import * as vscode from 'vscode';
import { decodeInsideMessage } from '../../webview/inside/decodeInsideMessage.ts';
import { insideHtml, noticeHtml } from '../../webview/inside/insideHtml.ts';
import { type InsideHostMessage } from '../../webview/inside/insideProtocol.ts';
import { insideStrings } from '../../webview/inside/insideStrings.ts';
import { insideWords } from '../../webview/inside/insideWords.ts';
import { type PageFiles } from '../../webview/pageDocument.ts';
import { describeModelFileError } from '../describeModelFileError.ts';
import { engineSettings, onEngineSettingsChanged } from '../settings.ts';
import { ModelDocument } from './modelDocument.ts';
import { type SelectedText } from './selectedText.ts';
import { type Tokenizer, tryTokenizer } from './tryTokenizer.ts';

/** What the view needs of the rest. */
export interface InsideServices {
  /** The folder of the extension, which holds `dist`. */
  readonly extensionUri: vscode.Uri;
  readonly builtInModel: string;
  readonly tokenizer: Tokenizer;
  readonly selection: Pick<SelectedText, 'text'>;
}

/** Shows what is inside a model file, in place of an editor of its text. */
export class InsideEditor implements vscode.CustomReadonlyEditorProvider<ModelDocument> {
  readonly #pageFolder: vscode.Uri;
  readonly #program: string;

  constructor(private readonly services: InsideServices) {
    this.#pageFolder = vscode.Uri.joinPath(services.extensionUri, 'dist', 'webview');
    this.#program = vscode.Uri.joinPath(services.extensionUri, 'dist', 'modelFacts.cjs').fsPath;
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
    webview.options = { enableScripts: true, enableForms: false, localResourceRoots: [this.#pageFolder] };
    const show = (): void => {
      webview.html = this.#html(document, webview);
    };
    const listeners = [
      document.onDidChange(show),
      onEngineSettingsChanged(show),
      webview.onDidReceiveMessage((raw: unknown) => void this.#answer(raw, document, webview)),
      // What happened on a disk that can't be watched is seen when the user comes back.
      panel.onDidChangeViewState(() => void document.refresh()),
    ];
    panel.onDidDispose(() => {
      vscode.Disposable.from(...listeners).dispose();
    });
    show();
  }

  /** What is no message of the page is dropped, and so is a text for a model that is not the one in use. */
  async #answer(raw: unknown, document: ModelDocument, webview: vscode.Webview): Promise<void> {
    const message = decodeInsideMessage(raw);
    if (message?.action === 'takeSelection') {
      await webview.postMessage(this.#selection());
    } else if (message !== undefined && this.#isInUse(document.uri)) {
      await webview.postMessage(await tryTokenizer(this.services.tokenizer, message));
    }
  }

  #selection(): InsideHostMessage {
    const { text } = this.services.selection;
    return text === ''
      ? { kind: 'problem', message: vscode.l10n.t('Select some text in an editor first.') }
      : { kind: 'selection', text };
  }

  #isInUse(uri: vscode.Uri): boolean {
    const file = engineSettings().modelFile ?? this.services.builtInModel;
    return vscode.Uri.file(file).fsPath === uri.fsPath;
  }

  #html(document: ModelDocument, webview: vscode.Webview): string {
    const uri = (file: string): string =>
      webview.asWebviewUri(vscode.Uri.joinPath(this.#pageFolder, file)).toString();
    return pageHtml(document, this.#isInUse(document.uri), {
      scriptUri: uri('inside.js'),
      styleUri: uri('inside.css'),
      nonce: randomBytes(16).toString('base64'),
    });
  }
}

function pageHtml({ uri, content }: ModelDocument, isInUse: boolean, files: PageFiles): string {
  const words = insideWords(insideStrings(), vscode.env.language);
  switch (content.kind) {
    case 'elsewhere':
      return noticeHtml(
        vscode.l10n.t('OpenELM: the model must lie on the machine on which the engine runs.'),
        words,
        files,
      );
    case 'broken':
      return noticeHtml(content.message, words, files);
    case 'read': {
      const { inside } = content;
      const { verdict } = inside;
      const problem =
        verdict.kind === 'refused'
          ? describeModelFileError({ ...verdict.detail, reason: verdict.code })
          : undefined;
      return insideHtml({ fileName: path.basename(uri.fsPath), inside, problem, isInUse }, words, files);
    }
  }
}
