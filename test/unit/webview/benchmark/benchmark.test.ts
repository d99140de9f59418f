import assert from 'node:assert/strict';
import { benchmarkHtml, reportMarkup } from '../../../../src/webview/benchmark/benchmarkHtml.ts';
import { benchmarkMarkdown } from '../../../../src/webview/benchmark/benchmarkMarkdown.ts';
import { decodeBenchmarkMessage } from '../../../../src/webview/benchmark/decodeBenchmarkMessage.ts';
import {
  benchmarkReport,
  englishBenchmark,
  FAILED_ROW,
  MEASURED_ROW,
} from '../../../support/benchmarkPage.ts';

const words = englishBenchmark();

describe('the report of the benchmark as Markdown', () => {
  it('is a table with what was measured, and what had been expected', () => {
    const [heading, , row] = benchmarkMarkdown(benchmarkReport([MEASURED_ROW]), words).split('\n');
    assert.equal(
      heading,
      '| Model | Back end | Threads | Prompt, tokens per second | Generation, tokens per second | Load time | Memory |',
    );
    assert.equal(
      row,
      '| OpenELM 270M (Q8\\_0) | cpu | 4 | 228 (250 expected, +9 %) | 55 (50 expected, −9 %) | 0.7 s | 454 MB (457 MB expected, +1 %) |',
    );
  });

  it('keeps a name in its cell, whatever it holds', () => {
    const lines = benchmarkMarkdown(benchmarkReport([{ ...FAILED_ROW, name: 'a|b\n# <b>`x`' }]), words).split(
      '\n',
    );
    assert.equal(lines[2], '| a\\|b \\# \\<b\\>\\`x\\` (Q4\\_K) | vulkan | – | – | – | – | – |');
  });

  it('says why a row is empty, that it was cancelled, and on which machine it ran', () => {
    const text = benchmarkMarkdown(benchmarkReport([FAILED_ROW], 'cancelled'), words);
    assert.match(text, /^- .*vulkan, –: Not measured: There is not enough memory for this model\.$/mu);
    assert.match(text, /^Cancelled after 1 of 2\.$/mu);
    assert.match(text, /^Test CPU × 4, 16 GB$/mu);
  });
});

describe('the page of the benchmark', () => {
  it('lets nothing in but its own script and style sheet', () => {
    const html = benchmarkHtml(words, { scriptUri: 's.js', styleUri: 's.css', nonce: 'abc' });
    assert.match(html, /default-src &#39;none&#39;|default-src 'none'/u);
    assert.doesNotMatch(html, /unsafe-inline|style="/u);
  });

  it('has a table and a chart for each speed, and escapes what models call themselves', () => {
    const { html } = reportMarkup(benchmarkReport([MEASURED_ROW, FAILED_ROW]), words);
    assert.equal(html.match(/role="img"/gu)?.length, 2);
    assert.equal(/<tbody>.*<\/tbody>/u.exec(html)?.[0].match(/<tr>/gu)?.length, 2);
    assert.doesNotMatch(html, /<img/u);
    assert.match(html, /&lt;img src=x&gt;/u);
  });

  it('says of a model that wrote nothing that it did, and that somebody typed', () => {
    assert.ok(MEASURED_ROW.result.kind === 'measured');
    const measured = { ...MEASURED_ROW.result.measured, generation: undefined, wasDisturbed: true };
    const row = { ...MEASURED_ROW, result: { kind: 'measured', measured } } as const;
    const { html } = reportMarkup(benchmarkReport([row]), words);
    assert.match(html, /the model ended every text at once/u);
    assert.match(html, /You typed during this run/u);
  });

  it('has a bar as long as its share of the fastest', () => {
    assert.ok(MEASURED_ROW.result.kind === 'measured');
    const half = {
      ...MEASURED_ROW,
      result: {
        kind: 'measured',
        measured: { ...MEASURED_ROW.result.measured, generation: { measured: 27.6 } },
      },
    } as const;
    const { html } = reportMarkup(benchmarkReport([MEASURED_ROW, half]), words);
    assert.deepEqual(
      [...html.matchAll(/class="bar generation" height="100%" width="([\d.]+)%"/gu)].map(
        ([, width]) => width,
      ),
      ['100', '50'],
    );
  });
});

describe('decodeBenchmarkMessage', () => {
  it('takes the three messages of the page, and nothing else', () => {
    for (const action of ['ready', 'copy', 'cancel']) {
      assert.deepEqual(decodeBenchmarkMessage({ action }), { action });
    }
    for (const wrong of [undefined, null, 'copy', {}, { action: 'run' }, { action: 'copy', file: '/etc' }]) {
      assert.equal(decodeBenchmarkMessage(wrong), undefined);
    }
  });
});
