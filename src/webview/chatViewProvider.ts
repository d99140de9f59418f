import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { chatHtml } from './chatHtml.ts';
import { type HostMessage, type PageMessage } from './chatProtocol.ts';
import { CHAT_VIEW_ID } from './chatViewId.ts';
import { chatStrings } from './chatStrings.ts';
import { type ChatViewModel } from './chatViewModel.ts';
import { decodePageMessage } from './decodePageMessage.ts';

/**
 * Shows a chat model in a side bar. A hidden page is dropped and a new one made when it is shown again: nothing is lost,
 * because the page says `ready` and gets everything.
 */
export class ChatViewProvider implements vscode.WebviewViewProvider, vscode.Disposable {
  readonly #model: ChatViewModel;
  readonly #pageFolder: vscode.Uri;
  #view: vscode.WebviewView | undefined;
  #ofView: vscode.Disposable[] = [];

  /** @param extensionUri the folder of the extension, which holds `dist/webview` */
  constructor(model: ChatViewModel, extensionUri: vscode.Uri) {
    this.#model = model;
    this.#pageFolder = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
  }

  /** True while the user can see the page. */
  get visible(): boolean {
    return this.#view?.visible ?? false;
  }

  /** Called by VS Code when the view is first shown, and after it was moved or closed. */
  resolveWebviewView(view: vscode.WebviewView): void {
    this.#forget();
    this.#view = view;
    const { webview } = view;
    webview.options = { enableScripts: true, enableForms: false, localResourceRoots: [this.#pageFolder] };
    this.#ofView = [
      webview.onDidReceiveMessage((raw: unknown) => {
        this.#receive(raw);
      }),
      this.#model.onDidChange(() => {
        if (this.visible) {
          this.#post({ kind: 'state', state: this.#model.state });
        }
      }),
      this.#model.onDidStream((chunk) => {
        this.#post({ kind: 'chunk', ...chunk });
      }),
      this.#model.onDidReply((reply) => {
        this.#post(reply);
      }),
      view.onDidDispose(() => {
        if (this.#view === view) {
          this.#forget();
        }
      }),
    ];
    webview.html = this.#html(webview);
  }

  /** Brings the view to the front, wherever the user has put it, and the keyboard into it. */
  async focus(): Promise<void> {
    await vscode.commands.executeCommand(`${CHAT_VIEW_ID}.focus`);
  }

  dispose(): void {
    this.#forget();
  }

  #html(webview: vscode.Webview): string {
    const uri = (file: string): string =>
      webview.asWebviewUri(vscode.Uri.joinPath(this.#pageFolder, file)).toString();
    return chatHtml({
      scriptUri: uri('chat.js'),
      styleUri: uri('chat.css'),
      nonce: randomBytes(16).toString('base64'),
      language: vscode.env.language,
      title: vscode.l10n.t('OpenELM Chat'),
    });
  }

  #receive(raw: unknown): void {
    const message = decodePageMessage(raw);
    if (message === undefined) {
      this.#model.onError('decode', new Error('The chat page sent what is no message.'));
    } else if (message.action === 'ready') {
      const { state } = this.#model;
      this.#post({ kind: 'start', strings: chatStrings(), locale: vscode.env.language, state });
      this.#model.onShown();
    } else {
      void this.#handle(message);
    }
  }

  async #handle({ action, params }: Exclude<PageMessage, { action: 'ready' }>): Promise<void> {
    // The handler of an action takes the parameters of that action, which the type system can't follow.
    const handler = this.#model.handlers[action] as (params: unknown) => void | PromiseLike<void>;
    try {
      await handler.call(this.#model.handlers, params);
    } catch (error) {
      this.#model.onError(action, error);
    }
  }

  /** A page that is hidden or gone takes no message; the next one asks for everything. */
  #post(message: HostMessage): void {
    void this.#view?.webview.postMessage(message);
  }

  #forget(): void {
    for (const listener of this.#ofView.splice(0)) {
      listener.dispose();
    }
    this.#view = undefined;
  }
}
