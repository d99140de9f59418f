import * as vscode from 'vscode';
import { wrapLine } from '../../core/text/wrapLine.ts';
import { peeksFocusText } from '../settings.ts';

/** The scheme of the virtual documents that a peek shows. */
const SCHEME = 'openelm-explanation';
/** A peek does not wrap lines by itself, and its text has two thirds of the editor's width. */
const MAX_LINE_CHARACTERS = 54;

/** An explanation on its way, shown in a peek below the code. */
export interface Explanation {
  /** Aborted when the peek was closed. */
  readonly signal: AbortSignal;
  update(markdown: string): void;
  close(): Promise<void>;
}

/**
 * Explanations beside the code: each is a virtual document in the editor's own peek, which grows as the model writes, is
 * read and copied like other text, and closes with Escape. A hover ends at the next move of the mouse, and a comment opens
 * the Comments panel.
 */
export class Explanations implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #open = new Map<string, { text: string; readonly closed: AbortController }>();
  readonly #subscriptions: readonly { dispose(): unknown }[];
  #count = 0;

  constructor() {
    this.#subscriptions = [
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.#close(uri);
      }),
    ];
  }

  provideTextDocumentContent(uri: vscode.Uri): string | undefined {
    return this.#open.get(uri.toString())?.text;
  }

  /** Opens the peek below a line of the active editor; `title` is what it is about. */
  async open(document: vscode.TextDocument, position: vscode.Position, title: string): Promise<Explanation> {
    const path = `/OpenELM/${vscode.l10n.t('Explanation')}.md`;
    const uri = vscode.Uri.from({ scheme: SCHEME, path, query: String(++this.#count) });
    const closed = new AbortController();
    // The first line is what the list beside the text shows; the editor warns of dashes that are no hyphens.
    const head = `# ${title.replaceAll('–', '-')}\n\n`;
    this.#open.set(uri.toString(), { text: head + vscode.l10n.t('Reading the code…'), closed });
    const start = new vscode.Location(uri, new vscode.Position(0, 0));
    await vscode.commands.executeCommand(
      'editor.action.peekLocations',
      document.uri,
      position,
      [start],
      'peek',
    );
    if (!peeksFocusText()) {
      // There is one entry in the list: a reader, above all of a screen, wants the text.
      await vscode.commands.executeCommand('togglePeekWidgetFocus');
    }
    return {
      signal: closed.signal,
      update: (markdown) => {
        const open = this.#open.get(uri.toString());
        if (open !== undefined) {
          open.text = head + wrapped(markdown);
          this.#changed.fire(uri);
        }
      },
      close: async () => {
        if (this.#close(uri)) {
          await vscode.commands.executeCommand('closeReferenceSearch');
        }
      },
    };
  }

  dispose(): void {
    for (const { closed } of this.#open.values()) {
      closed.abort();
    }
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
  }

  #close(uri: vscode.Uri): boolean {
    this.#open.get(uri.toString())?.closed.abort();
    return this.#open.delete(uri.toString());
  }
}

function wrapped(markdown: string): string {
  return markdown
    .trim()
    .split(/\r?\n/u)
    .flatMap((line) => wrapLine(line, MAX_LINE_CHARACTERS))
    .join('\n');
}
