import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { startSession } from '../../test/e2e/support/session.ts';
import { type ThemeName } from '../../test/page/support/chatHarness.ts';
import { type InsideBrowser, startInsideBrowser } from '../../test/page/support/insideHarness.ts';
import { insideStates } from '../../test/page/support/insideStates.ts';
import { type InsidePage } from '../../src/webview/inside/insideHtml.ts';
import { type Page } from '../host/playwright.ts';
import { ROOT } from '../support/headlessEngine.ts';
import { EDITOR_THEMES, pictureSettings } from './editorThemes.ts';

const THEMES: readonly ThemeName[] = ['dark', 'light', 'highContrast', 'highContrastLight'];
/** A wide editor, a narrow one, and a window of 1,280 × 720 pixels at 400 % zoom. */
const WIDTHS = [1100, 480, 320];
const EDITOR = { width: 1280, height: 900 };
const WAIT_MS = 60_000;
const UNFOLD = 'document.querySelectorAll("details").forEach((part) => { part.open = true; })';
const PIECES = [
  ...[' def', ' greet', '(', 'name', '):', '\n', '    ', 'return', ' f', '"', 'Hello', ',', ' {', 'name'],
  ...['}', '"'],
];

/** Takes pictures of the view of a model, whole, in each theme and width, and of one in a real VS Code. */
export async function takeInsidePictures(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const browser = await startInsideBrowser();
  try {
    const states = await insideStates();
    for (const theme of THEMES) {
      for (const [name, shown] of Object.entries(states)) {
        for (const width of name === 'scaled' ? WIDTHS : WIDTHS.slice(0, 1)) {
          const file = path.join(folder, `${theme}-${width}-${name}.png`);
          await takePage(browser, { shown, theme, width, file });
        }
      }
      console.log(`inside: ${theme}`);
    }
  } finally {
    await browser.close();
  }
  for (const [short, theme] of Object.entries(EDITOR_THEMES)) {
    await takeEditor(theme, path.join(folder, `editor-${short}.png`));
  }
}

interface Shot {
  readonly shown: InsidePage;
  readonly theme: ThemeName;
  readonly width: number;
  readonly file: string;
}

/** The page from its top to its end; the layers' table unfolded in the widest. */
async function takePage(browser: InsideBrowser, { shown, theme, width, file }: Shot): Promise<void> {
  const { page, next, send } = await browser.open(shown, theme, { width, height: 800 });
  if (shown.isInUse) {
    await page.locator('#tried-text').fill(PIECES.join(''));
    const message = await next();
    if (message.action === 'cut') {
      const pieces = PIECES.map((text, index) => ({ id: 300 + index * 37, text }));
      const { requestId } = message;
      await send({
        kind: 'pieces',
        requestId,
        pieces,
        summary: `Tokens: ${PIECES.length}, characters: ${PIECES.join('').length}`,
      });
    }
  }
  if (width === WIDTHS[0] && shown.isInUse && theme === 'dark') {
    await page.evaluate(UNFOLD);
  }
  const height = Number(await page.evaluate('document.documentElement.scrollHeight'));
  await page.setViewportSize({ width, height: Math.min(height, 12_000) });
  await page.screenshot({ path: file });
  await page.close();
}

async function takeEditor(theme: string, file: string): Promise<void> {
  const session = await startSession({
    extension: { kind: 'development', folder: ROOT },
    workspaceFiles: { 'README.md': '# Models\n' },
    settings: pictureSettings(theme),
    viewport: EDITOR,
  });
  try {
    const { driver } = session;
    await driver.openFile('README.md');
    await driver.runCommand('OpenELM: Look Inside a Model…');
    const wait = { state: 'visible', timeout: WAIT_MS } as const;
    await driver.page.locator('.quick-input-widget .monaco-list-row').first().waitFor(wait);
    await driver.press('Enter');
    await seeInWebview(driver.page, '#layers svg', WAIT_MS);
    await driver.screenshot(file);
  } finally {
    await session.stop();
  }
}

/** Waits until a webview shows something: a frame comes with no signal, and is hidden until it is the active one. */
async function seeInWebview(page: Page, selector: string, withinMs: number): Promise<void> {
  const isThere = async (wanted: string): Promise<boolean> => {
    const counts = page.frames().map(async (frame) => frame.locator(wanted).count());
    return (await Promise.allSettled(counts)).some(
      (count) => count.status === 'fulfilled' && count.value > 0,
    );
  };
  for (const end = performance.now() + withinMs; performance.now() < end;) {
    if ((await isThere('#active-frame')) && (await isThere(selector))) {
      return;
    }
    await page.evaluate('new Promise((resolve) => requestAnimationFrame(resolve))');
  }
  throw new Error(`No webview shows ${selector}.`);
}
