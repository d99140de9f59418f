import { THRESHOLDS } from '../../core/completion/eagerness.ts';
import { type ReplayFigures } from '../../core/replay/replaySummary.ts';
import { type Child, element, type Markup } from '../inside/markup.ts';
import { table } from '../inside/table.ts';
import { stillPage } from '../stillPage.ts';
import { commitChart, shortId } from './commitChart.ts';
import { type ReplayContent } from './replayContent.ts';
import { fitSection } from './fitSection.ts';
import { REPLAY_STYLE } from './replayStyle.ts';
import { type ReplayWords } from './replayWords.ts';

/** Opens the setting; the page may run it because replayPanel.ts allows it. */
const SETTING = `command:workbench.action.openSettings?${encodeURIComponent('["openelm.completion.eagerness"]')}`;

/** The page of what suggestions would have typed of the last commits. */
export function replayHtml(content: ReplayContent, words: ReplayWords, nonce: string): string {
  const { say, language } = words;
  const isEmpty = content.summary.total.characters === 0;
  const link = (href: string, text: string): Markup => element('li', {}, element('a', { href }, text));
  return stillPage({ language, title: say('title'), nonce, style: REPLAY_STYLE }, [
    element('h1', {}, say('title')),
    element('p', { class: 'quiet' }, say('about')),
    cutShort(content, words),
    isEmpty ? undefined : results(content, words),
    isEmpty && content.end.kind === 'whole' ? element('p', {}, say('empty', content.folder)) : undefined,
    element(
      'ul',
      { class: 'links' },
      link(SETTING, say('settings')),
      link('command:openelm.replayHistory', say('again')),
    ),
    isEmpty ? undefined : fitSection(content, words),
    isEmpty ? undefined : [commitsSection(content, words), languagesSection(content, words)],
    element('h2', {}, say('howTitle')),
    element(
      'ul',
      {},
      (['howTyped', 'howTaken', 'howWrong', 'howSeen', 'howLeftOut', 'howFitted'] as const).map((key) =>
        element('li', {}, say(key)),
      ),
    ),
  ]);
}

/** In words, before any figure: what follows is not the whole. */
function cutShort({ end, summary, planned, limits }: ReplayContent, words: ReplayWords): Child {
  if (end.kind === 'whole') {
    return undefined;
  }
  const { say, number } = words;
  const why = say(end.kind, end.kind === 'failed' ? end.reason : number(limits.minutes));
  const reached = say('reached', number(summary.commits.length), number(planned));
  return element('p', { class: 'notice' }, `${why} ${reached}`);
}

function results(content: ReplayContent, words: ReplayWords): Child {
  const { summary, eagerness, threshold, model, isUnfit, folder, limits } = content;
  const { say, number } = words;
  const setting =
    threshold === THRESHOLDS[eagerness]
      ? `${say('eagerness', eagerness)} ${say('trade')}`
      : say('confidence', words.percent(threshold));
  const { total, commits } = summary;
  const characters = number(total.characters);
  const sentences = [
    commits.length === 1
      ? say('ofOneCommitInWords', characters, folder, words.shareOf(total))
      : say('inWords', characters, number(commits.length), folder, words.shareOf(total)),
    total.wrongPer100 === undefined ? '' : say('wrongInWords', words.wrongOf(total)),
    say('timeInWords', words.seconds(total.engineMs)),
    commits.some(({ isDrawn }) => isDrawn) ? say('drawn', number(limits.keys)) : '',
    [setting, model === '' ? '' : say('model', model)].join(' ').trim(),
    isUnfit === true ? say('unfit') : '',
  ];
  return sentences
    .filter((sentence) => sentence !== '')
    .map((sentence, index) => element('p', { class: index === 0 ? 'total' : undefined }, sentence));
}

function commitsSection({ summary }: ReplayContent, words: ReplayWords): Markup {
  const { say } = words;
  return element(
    'section',
    { 'aria-labelledby': 'commits-heading' },
    element('h2', { id: 'commits-heading' }, say('byCommit')),
    commitChart(summary, words),
    figuresTable(
      [say('byCommit'), say('commit')],
      summary.commits.map(({ id, subject, isDrawn, figures }) => ({
        heading: [
          element('code', {}, shortId(id)),
          ` ${subject}`,
          isDrawn ? element('span', { class: 'quiet' }, ` (${say('inPart')})`) : undefined,
        ],
        figures,
      })),
      words,
    ),
  );
}

function languagesSection({ summary }: ReplayContent, words: ReplayWords): Markup {
  const { say } = words;
  return element(
    'section',
    { 'aria-labelledby': 'languages-heading' },
    element('h2', { id: 'languages-heading' }, say('byLanguage')),
    figuresTable(
      [say('byLanguage'), say('language')],
      summary.languages.map(({ language, figures }) => ({ heading: language, figures })),
      words,
    ),
  );
}

function figuresTable(
  [caption, heading]: readonly [caption: string, heading: string],
  rows: readonly { readonly heading: Child; readonly figures: ReplayFigures }[],
  words: ReplayWords,
): Markup {
  const numeric = ['characters', 'completed', 'wrongPer100', 'engineTime'] as const;
  return table({
    caption,
    columns: [{ heading }, ...numeric.map((key) => ({ heading: words.say(key), numeric: true }))],
    rows: rows.map(({ heading: first, figures }) => [
      first,
      words.number(figures.characters),
      words.shareOf(figures),
      words.wrongOf(figures),
      words.seconds(figures.engineMs),
    ]),
  });
}
