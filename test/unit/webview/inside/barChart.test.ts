import assert from 'node:assert/strict';
import { axisTicks, barChart, type BarChart } from '../../../../src/webview/inside/barChart.ts';

const chart = (heights: readonly number[], ...levels: readonly number[]): string => {
  const description: BarChart = {
    id: 'heads',
    title: 'Heads & more',
    description: 'From 12 to 20.',
    bars: heights.map((to, layer) => ({
      label: `Layer ${layer}`,
      pieces: [{ kind: 'query', from: 0, to }],
    })),
    levels,
    axisTitle: 'Layer',
    write: String,
  };
  return barChart(description).html;
};
const matches = (html: string, pattern: RegExp): string[] =>
  [...html.matchAll(pattern)].map(([, found = '']) => found);

describe('the chart of bars by layer', () => {
  it('has a name and a description, and a name for each bar', () => {
    const html = chart([12, 20]);
    assert.match(
      html,
      /^<svg class="chart" role="img" aria-labelledby="heads-title" aria-describedby="heads-description">/u,
    );
    assert.deepEqual(matches(html, /<title[^>]*>([^<]*)</gu), ['Heads &amp; more', 'Layer 0', 'Layer 1']);
    assert.deepEqual(matches(html, /<desc[^>]*>([^<]*)</gu), ['From 12 to 20.']);
  });

  it('draws each bar as high as its value, and in its own share of the width', () => {
    const html = chart([5, 10, 20, 20]);
    assert.deepEqual(matches(html, /<rect [^>]*height="([^"]*)"/gu), ['25%', '50%', '100%', '100%']);
    assert.deepEqual(matches(html, /<rect [^>]*y="([^"]*)"/gu), ['75%', '50%', '0%', '0%']);
    assert.deepEqual(matches(html, /<rect [^>]*x="([^"]*)"/gu), ['2.5%', '27.5%', '52.5%', '77.5%']);
  });

  it('draws a line where the uniform model is, and none without one', () => {
    assert.deepEqual(matches(chart([20], 15), /<line class="level"[^>]*y1="([^"]*)"/gu), ['25%']);
    assert.doesNotMatch(chart([20]), /class="level"/u);
  });

  it('makes room for a line above all bars', () => {
    assert.match(chart([10], 20), /<rect [^>]*height="50%"/u);
  });

  it('names at most eight layers or so, the first always', () => {
    for (const layers of [1, 2, 16, 28, 36, 80, 512]) {
      const labels = matches(
        chart(Array.from({ length: layers }, () => 1)),
        /<text class="layer"[^>]*>([^<]*)</gu,
      );
      assert.equal(labels[0], '0');
      assert.ok(labels.length <= 8, `${layers}: ${labels.join()}`);
    }
  });

  it('puts an axis of round numbers beside any height', () => {
    assert.deepEqual(axisTicks(20), [0, 5, 10, 15, 20]);
    assert.deepEqual(axisTicks(5120), [0, 2000, 4000, 6000]);
    assert.deepEqual(axisTicks(1), [0, 1]);
    assert.deepEqual(axisTicks(0), [0, 1]);
    for (const most of [3, 17, 99, 12_288, 30_408_960, 2 ** 40]) {
      const ticks = axisTicks(most);
      assert.ok((ticks.at(-1) ?? 0) >= most && ticks.length <= 5, `${most}: ${ticks.join()}`);
    }
  });
});
