import { readFileSync } from 'node:fs';
import path from 'node:path';
import { GHOST_TEXT_WATCH, type GhostTextChange, type GhostTextState } from './ghostTextWatch.ts';
import { type Locator, type Page } from './playwright.ts';
import { type Workbench } from './page.ts';
import { type Settings } from './userSettings.ts';

/** How long the editor may take to do what a key asked for. */
const RESPONSE_TIMEOUT_MS = 60_000;
/** After this a key is taken to be lost. */
const KEY_REPEAT_MS = 5000;
/** How often the palette is opened until it has a command. */
const PALETTE_TRIES = 6;
/** How long a tooltip may take, with `workbench.hover.delay` at 0. */
const HOVER_TIMEOUT_MS = 2000;
/** A quick user's time from key to key: about 100 words a minute. */
const DEFAULT_KEY_MS = 120;
/** The box of the palette, of quick open and of an extension's questions. */
const QUICK_INPUT = '.quick-input-widget';
/** More rows than the palette shows without scrolling. */
const PALETTE_ROWS = 30;
const ACTIVE_TAB = '.editor-group-container.active .tab.active';
const FOCUSED_EDITOR = '.editor-group-container.active .editor-instance .monaco-editor.focused .view-line';

/** Ghost text as it came to be visible. */
export interface GhostTextSighting {
  readonly text: string;
  /** From the last key's event to the text in the DOM; 0 when the key left it as it was. */
  readonly msSinceLastKey: number;
}

/** What an item of the status bar shows and says. */
export interface StatusBarItem {
  /** The words, without icons. */
  readonly text: string;
  /** What a screen reader says: the text, then the tooltip unless the extension gives something else. */
  readonly ariaLabel: string;
  /** What hovering shows; empty when nothing appears. */
  readonly tooltip: string;
}

/** Drives one workbench as a user does: keys in, what is on screen out. */
export class EditorDriver {
  readonly page: Page;
  readonly workspaceDir: string;
  private openedFile: string | undefined;

  /** @param workspaceDir the folder that the workbench is opened on, absolute */
  constructor(workbench: Workbench, workspaceDir: string) {
    this.page = workbench.page;
    this.workspaceDir = workspaceDir;
  }

  /** Opens a file of the workspace by its path in it, and waits for its text and the cursor in it. */
  async openFile(name: string): Promise<void> {
    const base = path.posix.basename(name);
    await this.openQuickInput('Control+p');
    await this.page.keyboard.insertText(name);
    await this.located(`${QUICK_INPUT} .monaco-list-row.focused[aria-label^="${base}"]`);
    await this.page.keyboard.press('Enter');
    await this.located(`${ACTIVE_TAB}[data-resource-name="${base}"]`);
    await this.located(FOCUSED_EDITOR);
    this.openedFile = name;
  }

  /** Puts the cursor before a column of a line, both counted from 1; without a column, at the line's end. */
  async goToLine(line: number, column?: number): Promise<void> {
    await this.openQuickInput('Control+g');
    await this.page.keyboard.insertText(`${line}:${column ?? 1}`);
    await this.page.keyboard.press('Enter');
    await this.gone(QUICK_INPUT);
    if (column === undefined) {
      await this.press('End');
    }
    await this.located(
      `.statusbar-item[id="status.editor.selection"] [aria-label^="Ln ${line}, Col ${column ?? ''}"]`,
    );
  }

  /** Types text key by key; `\n` is Enter. The editor closes brackets and indents as it does for a user. */
  async type(text: string, keyMs: number = DEFAULT_KEY_MS): Promise<void> {
    await this.page.keyboard.type(text, { delay: keyMs });
  }

  /** Presses a key or chord, such as `Tab` or `Control+ArrowRight`. */
  async press(key: string): Promise<void> {
    await this.page.keyboard.press(key);
  }

  /** The ghost text that is visible now, `\n` between its lines; empty when none is. */
  async ghostText(): Promise<string> {
    return (await this.ghostTextState()).text;
  }

  /** What the page knows of ghost text now, with times. */
  async ghostTextState(): Promise<GhostTextState> {
    return (await this.page.evaluate(`${GHOST_TEXT_WATCH}.state()`)) as GhostTextState;
  }

  /** How ghost text came and went from a moment of the page on, after the last change before it. */
  async ghostTextChanges(since: number): Promise<readonly GhostTextChange[]> {
    const expression = `${GHOST_TEXT_WATCH}.changesSince(${since})`;
    return (await this.page.evaluate(expression)) as readonly GhostTextChange[];
  }

  /** Waits until ghost text is visible; undefined when none came in time. */
  async waitForGhostText(timeoutMs: number): Promise<GhostTextSighting | undefined> {
    const state = await this.ghostTextBecomes(true, timeoutMs);
    return state && { text: state.text, msSinceLastKey: Math.max(0, state.since - state.lastKeyAt) };
  }

  /** Waits until no ghost text is visible; false when it stayed. */
  async waitForNoGhostText(timeoutMs: number): Promise<boolean> {
    return (await this.ghostTextBecomes(false, timeoutMs)) !== undefined;
  }

  /** Saves the open file and reads it from disk: of a long document the page holds only the visible part. */
  async documentText(): Promise<string> {
    if (this.openedFile === undefined) {
      throw new Error('No file is open: openFile comes first.');
    }
    await this.save();
    return readFileSync(path.join(this.workspaceDir, this.openedFile), 'utf8');
  }

  /** Runs a command by its title in the palette, as `Category: Title`. */
  async runCommand(title: string): Promise<void> {
    // The label goes on with the key, if there is one; the first row need not be this one.
    const label = `:is([aria-label="${title}"], [aria-label^="${title}, "])`;
    const row = `${QUICK_INPUT} .monaco-list-row${label}`;
    await this.openPalette(title);
    // A palette that was opened before the extension was known never gets its commands: open another one.
    for (let tries = 1; tries < PALETTE_TRIES && !(await this.isThere(row)); tries++) {
      await this.press('Escape');
      await this.openPalette(title);
    }
    await this.located(row);
    for (
      let step = 0;
      step < PALETTE_ROWS && !(await this.page.locator(`${row}.focused`).isVisible());
      step++
    ) {
      await this.press('ArrowDown');
    }
    await this.press('Enter');
    // The command may ask something in the same box: then the palette's own list is gone.
    await this.gone(row);
  }

  /**
   * Replaces the user settings in their editor, as a user does: a change on disk alone is not noticed, because the page
   * of a browser-hosted VS Code gets no events for files of the profile.
   */
  async replaceUserSettings(settings: Settings): Promise<void> {
    await this.runCommand('Preferences: Open User Settings (JSON)');
    await this.located(`${ACTIVE_TAB}[data-resource-name="settings.json"]`);
    await this.located(FOCUSED_EDITOR);
    await this.press('Control+a');
    await this.page.keyboard.insertText(JSON.stringify(settings));
    await this.save();
    await this.runCommand('View: Close Editor');
    await this.gone(`${ACTIVE_TAB}[data-resource-name="settings.json"]`);
  }

  /** Reads the first item of the status bar whose text or label contains `part`; waits until there is one. */
  async statusBarItem(part: string): Promise<StatusBarItem> {
    const item = await this.located(`.statusbar-item:has([aria-label*="${part}"]):visible`);
    const label = item.locator('.statusbar-item-label').first();
    await item.hover();
    return {
      text: (await item.innerText()).trim(),
      ariaLabel: (await label.getAttribute('aria-label')) ?? '',
      tooltip: await this.readHover(),
    };
  }

  /** Waits for a notification whose message contains `part` and returns the message; undefined when none came in time. */
  async waitForNotification(part: string, timeoutMs: number): Promise<string | undefined> {
    const message = this.page.locator(`.notification-list-item-message:has-text("${part}")`).first();
    return (await appears(message, timeoutMs)) ? (await message.innerText()).trim() : undefined;
  }

  /** Closes whatever dialogs are open and returns what they said. */
  async dismissDialogs(): Promise<string[]> {
    const texts: string[] = [];
    const dialog = this.page.locator('.monaco-dialog-box').first();
    while (await dialog.isVisible()) {
      const text = (await dialog.innerText()).trim();
      texts.push(text);
      await this.page.keyboard.press('Escape');
      await this.gone('.monaco-dialog-box');
    }
    return texts;
  }

  /** Saves a PNG of the page. */
  async screenshot(file: string): Promise<void> {
    await this.page.screenshot({ path: file });
  }

  private async save(): Promise<void> {
    // The tab shows in the next frame that the last key changed the text.
    await this.page.evaluate(`${GHOST_TEXT_WATCH}.nextFrame()`);
    // What nobody has changed would be written anew all the same, and be read from the disk while it is empty.
    if (await this.page.locator(`${ACTIVE_TAB}.dirty`).isVisible()) {
      await this.press('Control+s');
      await this.located(`${ACTIVE_TAB}:not(.dirty)`);
    }
  }

  private async ghostTextBecomes(visible: boolean, timeoutMs: number): Promise<GhostTextState | undefined> {
    const expression = `${GHOST_TEXT_WATCH}.waitFor(${String(visible)}, ${timeoutMs})`;
    return (await this.page.evaluate(expression)) as GhostTextState | undefined;
  }

  private async openQuickInput(key: string): Promise<void> {
    const input = `${QUICK_INPUT} input[type="text"]`;
    await this.page.keyboard.press(key);
    if (!(await appears(this.page.locator(input).first(), KEY_REPEAT_MS))) {
      // A workbench that is drawn but still starting has no use for a key yet, and forgets it.
      await this.page.keyboard.press(key);
    }
    await this.located(input);
  }

  private async openPalette(text: string): Promise<void> {
    await this.openQuickInput('F1');
    await this.page.keyboard.insertText(text);
  }

  private isThere(selector: string): Promise<boolean> {
    return appears(this.page.locator(selector).first(), KEY_REPEAT_MS);
  }

  private async readHover(): Promise<string> {
    const hover = this.page.locator('.workbench-hover-container .monaco-hover').first();
    // An item without a tooltip shows none: there is nothing else to wait for.
    const text = (await appears(hover, HOVER_TIMEOUT_MS)) ? (await hover.innerText()).trim() : '';
    await this.page.mouse.move(0, 0);
    return text;
  }

  private async located(selector: string): Promise<Locator> {
    const locator = this.page.locator(selector).first();
    await locator.waitFor({ state: 'visible', timeout: RESPONSE_TIMEOUT_MS });
    return locator;
  }

  private async gone(selector: string): Promise<void> {
    await this.page.locator(selector).first().waitFor({ state: 'hidden', timeout: RESPONSE_TIMEOUT_MS });
  }
}

/** Whether something is visible within a time. */
async function appears(locator: Locator, timeoutMs: number): Promise<boolean> {
  try {
    await locator.waitFor({ state: 'visible', timeout: timeoutMs });
    return true;
  } catch (error) {
    // Playwright tells a timeout from a closed page by the error's name only.
    if (error instanceof Error && error.name === 'TimeoutError') {
      return false;
    }
    throw error;
  }
}
