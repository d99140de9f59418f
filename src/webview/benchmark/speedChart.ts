import { element, type Markup } from '../inside/markup.ts';
import { type BenchmarkWords } from './benchmarkWords.ts';

/** A bar: its name, its value, and a mark where that had been expected. */
export interface SpeedBar {
  readonly name: string;
  readonly value: number;
  readonly expected?: number | undefined;
  readonly text: string;
}

/** Bars below each other, whose words keep their size; the whole is one picture for who can’t see it. */
export function speedChart(
  kind: 'prompt' | 'generation',
  bars: readonly SpeedBar[],
  { say }: BenchmarkWords,
): Markup {
  const most = bars.reduce((top, { value, expected = 0 }) => Math.max(top, value, expected), 1e-9);
  const values = bars.map(({ name, text }) => `${name} ${text}`).join('; ');
  return element(
    'figure',
    {},
    element('figcaption', { id: `chart-${kind}` }, say(kind)),
    element(
      'div',
      { class: 'bars', role: 'img', 'aria-label': say('chartDescription', say(kind), values) },
      bars.map((bar) => [
        element('span', { class: 'bar-name' }, bar.name),
        element(
          'svg',
          { class: 'bar-track', 'aria-hidden': 'true' },
          element('rect', { class: `bar ${kind}`, height: '100%', width: percent(bar.value / most) }),
          bar.expected === undefined
            ? undefined
            : ['expected-edge', 'expected'].map((kindOfLine) =>
                element('line', {
                  class: kindOfLine,
                  x1: x(bar, most),
                  x2: x(bar, most),
                  y1: '0',
                  y2: '100%',
                }),
              ),
        ),
        element('span', { class: 'bar-value' }, bar.text),
      ]),
    ),
  );
}

function x({ expected = 0 }: SpeedBar, most: number): string {
  return percent(expected / most);
}

/** Hundredths of a percent are finer than any screen. */
function percent(share: number): string {
  return `${Math.round(share * 10_000) / 100}%`;
}
