import { type ReplaySummary } from '../../core/replay/replaySummary.ts';
import { axisTicks } from '../inside/barChart.ts';
import { element, type Markup } from '../inside/markup.ts';
import { type ReplayWords } from './replayWords.ts';

/** Of the room of a commit. */
const BAR_SHARE = 0.7;
/** Hashes below the axis; more would run into each other beside an editor. */
const MOST_LABELS = 5;

/**
 * A bar for each commit: the share of its characters that would have been typed. Sizes are in percent and words are not,
 * so that it fills the width there is and the words keep their size. The table beside it says the same.
 */
export function commitChart({ commits }: ReplaySummary, words: ReplayWords): Markup {
  const { say, number, percent } = words;
  const shares = commits.map(({ figures }) => figures.completedShare ?? 0);
  const ticks = axisTicks(Math.max(1, ...shares.map((share) => share * 100)));
  const top = (ticks.at(-1) ?? 1) / 100;
  const labelEvery = Math.ceil(commits.length / MOST_LABELS);
  const y = (share: number): string => length(1 - share / top);
  return element(
    'svg',
    {
      class: 'chart',
      role: 'img',
      'aria-labelledby': 'commits-heading',
      'aria-describedby': 'commits-description',
    },
    element('desc', { id: 'commits-description' }, say('chartDescription', number(commits.length))),
    ticks.map((tick) => [
      element('line', {
        class: tick === 0 ? 'axis' : 'grid',
        x1: '0',
        x2: '100%',
        y1: y(tick / 100),
        y2: y(tick / 100),
      }),
      element('text', { class: 'tick', x: '-0.5em', y: y(tick / 100), dy: '0.32em' }, percent(tick / 100)),
    ]),
    commits.map(({ id, subject, figures }, index) =>
      element(
        'g',
        {},
        element('title', {}, say('barLabel', shortId(id), subject, words.shareOf(figures))),
        bar((shares[index] ?? 0) / top, index, commits.length),
      ),
    ),
    commits.map(({ id }, index) =>
      index % labelEvery === 0
        ? element(
            'text',
            { class: 'commit', x: length((index + 0.5) / commits.length), y: '100%', dy: '1.4em' },
            shortId(id),
          )
        : undefined,
    ),
  );
}

/** A commit's hash as people write it. */
export function shortId(id: string): string {
  return id.slice(0, 7);
}

function bar(height: number, index: number, commits: number): Markup | undefined {
  const room = 1 / commits;
  return height <= 0
    ? undefined
    : element('rect', {
        class: 'bar',
        x: length(index * room + (room * (1 - BAR_SHARE)) / 2),
        width: length(room * BAR_SHARE),
        y: length(1 - height),
        height: length(height),
      });
}

/** Hundredths of a percent are finer than any screen. */
function length(share: number): string {
  return `${Math.round(share * 10_000) / 100}%`;
}
