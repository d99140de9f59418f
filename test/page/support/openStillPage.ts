import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, type Page, type Viewport } from '../../../tools/host/playwright.ts';
import { readTheme, type ThemeName } from './chatHarness.ts';

/** A window of 1,280 × 720 pixels at 400 % zoom. */
export const ZOOMED: Viewport = { width: 320, height: 180 };

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
const RUN_AXE = `axe.run(document).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map((node) => id + ': ' + node.html.slice(0, 160) + ' ' + (node.any[0]?.message ?? ''))))`;

/** Opens a page that has no script of its own, in the colours of a theme. */
export async function openStillPage(
  browser: Browser,
  html: string,
  theme: ThemeName,
  viewport: Viewport = { width: 1100, height: 900 },
): Promise<Page> {
  const context = await browser.newContext({ viewport });
  const page = await context.newPage();
  await page.goto(`data:text/html;charset=utf-8,${encodeURIComponent(html)}`, { waitUntil: 'load' });
  const { variables, bodyClass } = readTheme(theme);
  const given = JSON.stringify({
    '--vscode-font-family': 'system-ui, "DejaVu Sans", sans-serif',
    '--vscode-font-size': '13px',
    ...variables,
  });
  // As VS Code does it: the variables are the document's, and the background the body's.
  await page.evaluate(`for (const [name, value] of Object.entries(${given})) document.documentElement.style.setProperty(name, value);
    document.body.className = ${JSON.stringify(bodyClass)};
    document.body.style.backgroundColor = 'var(--vscode-editor-background)';`);
  return page;
}

/** What axe-core finds wrong with a page for a screen reader. */
export async function axeViolations(page: Page): Promise<unknown> {
  await page.evaluate(AXE);
  return page.evaluate(RUN_AXE);
}
