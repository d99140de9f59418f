import {
  type ConfidenceFit,
  ENOUGH_TO_FIT,
  ENOUGH_TO_TEST,
  type FitRow,
  testedCommits,
} from '../../core/replay/fitConfidence.ts';
import { type LengthFit } from '../../core/replay/fitLength.ts';
import { type Child, element, type Markup } from '../inside/markup.ts';
import { table } from '../inside/table.ts';
import { type ReplayContent } from './replayContent.ts';
import { type ReplayWords } from './replayWords.ts';

/** Set what is proposed; the page may run them because replayPanel.ts allows it. */
const USE = 'command:openelm.useFittedConfidence';
const USE_LENGTH = 'command:openelm.useFittedLength';

/** How sure the model must be, and how long suggestions should be, as the older commits have it and the newer ones bear out. */
export function fitSection(content: ReplayContent, words: ReplayWords): Child {
  const { fit, lengthFit, end, planned } = content;
  if (end.kind !== 'whole' || testedCommits(planned) === 0) {
    return undefined;
  }
  return element(
    'section',
    { 'aria-labelledby': 'fit-heading' },
    element('h2', { id: 'fit-heading' }, words.say('fitTitle')),
    fit === undefined ? element('p', {}, words.say('fitCutShort')) : found(fit, content, words),
    lengthFit === undefined ? undefined : foundLength(lengthFit, words),
  );
}

function found(fit: ConfidenceFit, { eagerness }: ReplayContent, words: ReplayWords): Child {
  const { say, number, percent } = words;
  const about = say(
    'fitAbout',
    number(fit.olderCommits),
    number(fit.mostWrong, 1),
    eagerness,
    number(fit.newerCommits),
  );
  return [
    element('p', {}, `${about} ${verdict(fit, words)}`),
    fit.verdict === 'holds'
      ? element('p', {}, element('a', { href: USE }, say('fitUse', percent(fit.chosen))))
      : undefined,
    fit.verdict === 'tooLittle' ? undefined : fitTable(fit, words),
  ];
}

/** Nothing is said where there is too little to go by: that has been said. */
function foundLength({ figures, chosen, verdict }: LengthFit, words: ReplayWords): Child {
  const { say, shareOf, wrongOf } = words;
  if (verdict === 'tooLittle') {
    return undefined;
  }
  const { multiline, oneLine } = figures;
  const compared = [multiline.newer, oneLine.newer].flatMap((one) => [shareOf(one), wrongOf(one)]);
  const found = { same: 'lengthSame', fails: 'lengthFails', holds: 'lengthHolds' } as const;
  const use = chosen === 'oneLine' ? 'useOneLine' : 'useMultiline';
  return [
    element('h3', {}, say('lengthTitle')),
    element('p', {}, `${say('lengthCompared', ...compared)} ${say(found[verdict], say(chosen))}`),
    verdict === 'holds' ? element('p', {}, element('a', { href: USE_LENGTH }, say(use))) : undefined,
  ];
}

function verdict(fit: ConfidenceFit, words: ReplayWords): string {
  const { say, number, percent, shareOf, wrongOf } = words;
  const rowOf = (wanted: number): FitRow | undefined =>
    fit.rows.find(({ threshold }) => threshold === wanted);
  const [chosen, now] = [rowOf(fit.chosen), rowOf(fit.present)];
  switch (fit.verdict) {
    case 'tooLittle':
      return say('fitTooLittle', number(ENOUGH_TO_FIT), number(ENOUGH_TO_TEST));
    case 'none':
      return say('fitNone', percent(fit.chosen));
    case 'same':
      return say('fitSame', percent(fit.chosen));
    case 'fails':
      return say('fitFails', percent(fit.chosen));
    case 'holds':
      return [
        chosen && say('fitHolds', percent(fit.chosen), shareOf(chosen.newer), wrongOf(chosen.newer)),
        now && say('fitInstead', percent(fit.present), shareOf(now.newer), wrongOf(now.newer)),
      ].join(' ');
  }
}

function fitTable({ rows, present, chosen }: ConfidenceFit, words: ReplayWords): Markup {
  const { say, percent, shareOf, wrongOf } = words;
  const notes = (threshold: number): string =>
    [threshold === present ? say('fitPresent') : '', threshold === chosen ? say('fitChosen') : '']
      .filter((note) => note !== '')
      .join(', ');
  const numeric = ['fitOlder', 'fitOlderWrong', 'fitNewer', 'fitNewerWrong'] as const;
  return table({
    caption: say('fitTitle'),
    columns: [
      { heading: say('fitConfidence') },
      ...numeric.map((key) => ({ heading: say(key), numeric: true })),
    ],
    rows: rows.map(({ threshold, older, newer }) => {
      const note = notes(threshold);
      return [
        [percent(threshold), note === '' ? undefined : element('span', { class: 'quiet' }, ` (${note})`)],
        shareOf(older),
        wrongOf(older),
        shareOf(newer),
        wrongOf(newer),
      ];
    }),
  });
}
