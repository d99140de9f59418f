import * as vscode from 'vscode';
import { type ChatState } from '../../webview/chatProtocol.ts';
import { readTheme, type ThemeFile } from '../../webview/theme/readTheme.ts';
import { readCustomRules, type TokenRule } from '../../webview/theme/themeRules.ts';
import { tokenColors } from '../../webview/theme/tokenColors.ts';
import { onTokenColorsChanged, tokenColorCustomizations } from '../settings.ts';

/**
 * The active theme's colours of code, which VS Code gives to no webview: read from the file of the extension that brings
 * the theme, with the user's changes on top. A theme whose file can't be read has none, and workbench colours are used.
 */
export class ThemeColors implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #subscription: vscode.Disposable;
  #theme: { readonly id: string; readonly rules: readonly TokenRule[] } | undefined;
  #wanted = '';

  constructor(private readonly onUnreadable: (themeId: string, cause: unknown) => void) {
    this.#subscription = onTokenColorsChanged(() => {
      this.#changed.fire();
    });
  }

  get current(): ChatState['theme'] {
    if (this.#theme === undefined) {
      return undefined;
    }
    const { id, rules } = this.#theme;
    const custom = readCustomRules(tokenColorCustomizations(), id);
    return { id, tokenColors: tokenColors([...rules, ...custom]) };
  }

  /** Reads the theme that a page names: it alone knows which one is shown, be it chosen, previewed or the system's. */
  async read(id: string): Promise<void> {
    this.#wanted = id;
    const file = themeFile(id);
    let rules: readonly TokenRule[] | undefined;
    try {
      rules = file && (await readTheme(file));
    } catch (error) {
      this.onUnreadable(id, error);
    }
    if (this.#wanted === id) {
      this.#theme = rules && { id, rules };
      this.#changed.fire();
    }
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }
}

/** What `contributes.themes` of a package.json holds, as far as it is used here. */
interface ContributedTheme {
  readonly id?: unknown;
  readonly label?: unknown;
  readonly path?: unknown;
}

function themeFile(id: string): ThemeFile | undefined {
  for (const { extensionUri, packageJSON } of vscode.extensions.all) {
    const { contributes } = packageJSON as { readonly contributes?: { readonly themes?: unknown } };
    const themes = Array.isArray(contributes?.themes) ? (contributes.themes as ContributedTheme[]) : [];
    // VS Code names a theme by its id, and one without an id by its label.
    const theme = themes.find(({ id: own, label }) => (own ?? label) === id);
    if (typeof theme?.path === 'string') {
      return fileAt(vscode.Uri.joinPath(extensionUri, theme.path));
    }
  }
  return undefined;
}

function fileAt(uri: vscode.Uri): ThemeFile {
  return {
    read: async () => new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)),
    relative: (path) => fileAt(vscode.Uri.joinPath(uri, '..', path)),
  };
}
