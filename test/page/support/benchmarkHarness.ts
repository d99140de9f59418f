import { benchmarkHtml, reportMarkup } from '../../../src/webview/benchmark/benchmarkHtml.ts';
import {
  type BenchmarkHostMessage,
  type BenchmarkPageMessage,
} from '../../../src/webview/benchmark/benchmarkProtocol.ts';
import { type BenchmarkReport } from '../../../src/webview/benchmark/benchmarkReport.ts';
import { decodeBenchmarkMessage } from '../../../src/webview/benchmark/decodeBenchmarkMessage.ts';
import { englishBenchmark } from '../../support/benchmarkPage.ts';
import { type PageBrowser, startPageBrowser } from './pageHarness.ts';

/** A Chromium that opens the page of the benchmark, without rows; one for a whole suite. */
export type BenchmarkBrowser = PageBrowser<undefined, BenchmarkPageMessage, BenchmarkHostMessage>;

/** Starts one. */
export function startBenchmarkBrowser(): Promise<BenchmarkBrowser> {
  return startPageBrowser({
    script: 'src/webview/page/benchmark/main.ts',
    style: 'src/webview/benchmark/benchmark.css',
    html: (_shown, files) => benchmarkHtml(englishBenchmark(), files),
    decode: decodeBenchmarkMessage,
  });
}

/** A report as the host sends it. */
export function reportMessage(report: BenchmarkReport, status = ''): BenchmarkHostMessage {
  return {
    html: reportMarkup(report, englishBenchmark()).html,
    status,
    isRunning: report.state === 'running',
  };
}
