import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { startSession } from '../../test/e2e/support/session.ts';
import { type ThemeName } from '../../test/page/support/chatHarness.ts';
import { reportMessage, startBenchmarkBrowser } from '../../test/page/support/benchmarkHarness.ts';
import { benchmarkReport, FAILED_ROW, MEASURED_ROW } from '../../test/support/benchmarkPage.ts';
import { type BenchmarkRow } from '../../src/webview/benchmark/benchmarkReport.ts';
import { frameWith } from '../host/frameWith.ts';
import { ROOT } from '../support/headlessEngine.ts';
import { EDITOR_THEMES, pictureSettings } from './editorThemes.ts';

const THEMES: readonly ThemeName[] = ['dark', 'light', 'highContrast', 'highContrastLight'];
/** A wide editor and a narrow one. */
const WIDTHS = [1100, 420];
const WAIT = { state: 'visible', timeout: 60_000 } as const;

/** Figures that are made up, as the picture is about the page. */
const ROWS: readonly BenchmarkRow[] = [
  MEASURED_ROW,
  {
    ...MEASURED_ROW,
    threads: 1,
    result: {
      kind: 'measured',
      measured: {
        prompt: { measured: 101, expected: 112 },
        generation: { measured: 31.4, expected: 33 },
        loadMs: 1210,
        memory: { measured: 454e6, expected: 457e6 },
        wasDisturbed: true,
      },
    },
  },
  { ...FAILED_ROW, name: 'A model that is far too large' },
];

/** Takes pictures of the page of the benchmark while it runs, and of a benchmark of the built-in model in a real VS Code. */
export async function takeBenchmarkPictures(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await takePages(folder);
  for (const [short, theme] of Object.entries(EDITOR_THEMES)) {
    await takeEditor(path.join(folder, `editor-${short}`), theme);
    console.log(`benchmark in the editor: ${short}`);
  }
}

/** In each theme and width. */
async function takePages(folder: string): Promise<void> {
  const browser = await startBenchmarkBrowser();
  try {
    for (const theme of THEMES) {
      for (const width of WIDTHS) {
        const { page, send } = await browser.open(undefined, theme, { width, height: 800 });
        await send(reportMessage(benchmarkReport(ROWS, 'running'), 'OpenELM 270M is measured.'));
        const height = Number(await page.evaluate('document.documentElement.scrollHeight'));
        await page.setViewportSize({ width, height });
        await page.screenshot({ path: path.join(folder, `${theme}-${width}.png`) });
        await page.close();
      }
      console.log(`benchmark: ${theme}`);
    }
  } finally {
    await browser.close();
  }
}

/** The choice of models, that of back ends, and the report once it is whole. */
async function takeEditor(prefix: string, theme: string): Promise<void> {
  const session = await startSession({
    extension: { kind: 'development', folder: ROOT },
    workspaceFiles: { 'notes.md': '# Notes\n' },
    settings: pictureSettings(theme),
    viewport: { width: 1000, height: 700 },
  });
  const { driver } = session;
  const choose = async (title: string, name: string): Promise<void> => {
    const { page } = driver;
    await page.locator(`.quick-input-widget .quick-input-title:has-text("${title}")`).first().waitFor(WAIT);
    await page.locator('.quick-input-widget .monaco-list-row').first().waitFor(WAIT);
    await driver.screenshot(`${prefix}-${name}.png`);
    await driver.press('Enter');
  };
  try {
    await driver.openFile('notes.md');
    await driver.runCommand('OpenELM: Benchmark This Machine…');
    await choose('Which Models?', 'models');
    await choose('On What?', 'ways');
    await frameWith(driver.page, 'body:has-text("All done.")');
    await driver.screenshot(`${prefix}-report.png`);
  } finally {
    await session.stop();
  }
}
