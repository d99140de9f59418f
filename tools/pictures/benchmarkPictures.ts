import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { type ThemeName } from '../../test/page/support/chatHarness.ts';
import { reportMessage, startBenchmarkBrowser } from '../../test/page/support/benchmarkHarness.ts';
import { benchmarkReport, FAILED_ROW, MEASURED_ROW } from '../../test/support/benchmarkPage.ts';
import { type BenchmarkRow } from '../../src/webview/benchmark/benchmarkReport.ts';

const THEMES: readonly ThemeName[] = ['dark', 'light', 'highContrast', 'highContrastLight'];
/** A wide editor and a narrow one. */
const WIDTHS = [1100, 420];

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

/** Takes pictures of the page of the benchmark while it runs, in each theme and width. */
export async function takeBenchmarkPictures(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
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
