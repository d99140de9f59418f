import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

export interface StillPanelOptions {
  readonly viewType: string;
  readonly title: string;
  /** The commands that the links of the page may run, and no other. */
  readonly commands: readonly string[];
  /** Whether it opens beside the text, which keeps the focus. */
  readonly isBeside: boolean;
}

/** An editor tab with a page of stillPage.ts: no script, no remote content, one at a time. */
export class StillPanel implements vscode.Disposable {
  #panel: vscode.WebviewPanel | undefined;

  constructor(private readonly options: StillPanelOptions) {}

  /** Shows the page that `html` makes with its nonce, in the tab that is open already where there is one. */
  show(html: (nonce: string) => string): void {
    const panel = (this.#panel ??= this.#create());
    panel.webview.html = html(randomBytes(16).toString('base64'));
    panel.reveal(panel.viewColumn, this.options.isBeside);
  }

  get isOpen(): boolean {
    return this.#panel !== undefined;
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #create(): vscode.WebviewPanel {
    const { viewType, title, commands, isBeside } = this.options;
    const viewColumn = isBeside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    const panel = vscode.window.createWebviewPanel(
      viewType,
      title,
      { viewColumn, preserveFocus: isBeside },
      { enableScripts: false, enableCommandUris: commands, localResourceRoots: [] },
    );
    panel.onDidDispose(() => {
      this.#panel = undefined;
    });
    return panel;
  }
}
