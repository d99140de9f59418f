import assert from 'node:assert/strict';
import { type LengthFit } from '../../../../src/core/replay/fitLength.ts';
import { type ConfidenceFit } from '../../../../src/core/replay/fitConfidence.ts';
import { type ReplayedCommit } from '../../../../src/core/replay/replaySummary.ts';
import { type ReplayContent } from '../../../../src/webview/replay/replayContent.ts';
import { replayHtml } from '../../../../src/webview/replay/replayHtml.ts';
import {
  englishReplay,
  REPLAY_FIT,
  REPLAY_LENGTH,
  replayContent,
  replayedCommit,
  replayRow,
} from '../../../support/replayPage.ts';

const html = (commits: readonly ReplayedCommit[], details: Partial<ReplayContent> = {}): string =>
  replayHtml(replayContent(commits, details), englishReplay(), 'n0nce');
const textOf = (markup: string): string => markup.replaceAll(/<[^>]*>/gu, '');
/** What a reader sees, row by row. */
const rowsOf = (page: string): readonly string[] =>
  [...page.matchAll(/<tr>(.*?)<\/tr>/gu)].map(([, row = '']) =>
    textOf(row.replaceAll(/<\/t[hd]>/gu, '|')).slice(0, -1),
  );

const TWO = [
  replayedCommit(1, [replayRow(20, 80, { languageId: 'python', wrong: 4, engineMs: 500 })]),
  replayedCommit(2, [replayRow(900, 1500, { wrong: 120, engineMs: 20_700 })]),
];

describe('the page of a replay', () => {
  it('says in words what would have been typed, what was wrong, and what it took', () => {
    const page = html(TWO);
    for (const sentence of [
      'Of 2,500 characters in 2 commits of project, 37 % would have been typed for you.',
      'Wrong suggestions for each 100 characters that you typed: 7.8.',
      'Engine time: 21 s.',
      'It was typed with “openelm.completion.eagerness” at “balanced”. That setting trades the two figures for each other',
      'Model: OpenELM Nano 48M.',
      'Nothing left this machine, and nothing was written to the repository.',
    ]) {
      assert.ok(page.includes(sentence), sentence);
    }
    assert.doesNotMatch(page, /Cut short|only parts were typed|by hand alone/u);
    assert.match(html(TWO, { isUnfit: true }), /In the editor this model is asked by hand alone/u);
    assert.match(html(TWO.slice(0, 1)), /in one commit of project, 20 % would/u);
  });

  it('draws a bar for each commit, with the same figures in a table', () => {
    const page = html(TWO);
    assert.deepEqual(
      [...page.matchAll(/<rect class="bar"[^>]* height="([^"]*)"/gu)].map(([, height]) => height),
      ['50%', '93.75%'],
    );
    assert.match(page, /<svg class="chart" role="img" aria-labelledby="commits-heading"/u);
    assert.match(page, /<title>1000000 Change 1 – typed for you: 20 %<\/title>/u);
    assert.deepEqual(rowsOf(page), [
      'Commit|Characters|Typed for you|Wrong suggestions for each 100 typed|Engine time',
      '1000000 Change 1|100|20 %|5|0.5 s',
      '2000000 Change 2|2,400|38 %|8|21 s',
      'Language|Characters|Typed for you|Wrong suggestions for each 100 typed|Engine time',
      'typescript|2,400|38 %|8|21 s',
      'python|100|20 %|5|0.5 s',
    ]);
  });

  it('has room for the hashes of five of many commits', () => {
    const many = Array.from({ length: 30 }, (_, index) => replayedCommit(index + 1, [replayRow(1, 1)]));
    assert.equal(html(many).match(/<text class="commit"/gu)?.length, 5);
  });

  for (const [end, sentence] of [
    [
      { kind: 'cancelled' },
      'Cut short: you cancelled it. 2 of 10 commits were typed, the oldest of them perhaps',
    ],
    [{ kind: 'timeUp' }, 'Cut short: it stops by itself after 10 minutes. 2 of 10 commits'],
    [{ kind: 'interrupted' }, 'Cut short: another window took the engine,'],
    [{ kind: 'failed', reason: 'It ended.' }, 'Cut short: It ended. 2 of 10 commits'],
  ] as const) {
    it(`says before the figures that it was cut short: ${end.kind}`, () => {
      const page = html(TWO, { end, planned: 10 });
      assert.ok(page.includes(sentence));
      assert.ok(page.indexOf(sentence) < page.indexOf('Of 2,500 characters'));
    });
  }

  it('says which commits were typed in part', () => {
    const page = html([...TWO, replayedCommit(3, [replayRow(1, 1)], { isDrawn: true })]);
    assert.match(page, /only parts were typed: about 2,000 characters/u);
    assert.ok(rowsOf(page)[3]?.startsWith('3000000 Change 3 (in part)|'));
  });

  it('says where there was nothing to type, in all commits or in one', () => {
    const none = html([replayedCommit(1, [])]);
    assert.match(none, /There was nothing to type in the last commits of project/u);
    assert.doesNotMatch(none, /<svg|<table/u);
    const cut = html([], { end: { kind: 'timeUp' }, planned: 10 });
    assert.doesNotMatch(cut, /There was nothing to type/u);
    const one = html([replayedCommit(1, []), ...TWO.slice(1)]);
    assert.ok(rowsOf(one)[1]?.startsWith('1000000 Change 1|0|nothing to type|nothing to type|'));
  });

  it('leads to the setting and to itself, and to nothing else', () => {
    for (const page of [html([]), html(TWO)]) {
      assert.deepEqual(
        [...page.matchAll(/href="([^"]*)"/gu)].map(([, href]) => href),
        [
          'command:workbench.action.openSettings?%5B%22openelm.completion.eagerness%22%5D',
          'command:openelm.replayHistory',
        ],
      );
    }
  });

  it('names the setting that it was typed with', () => {
    const own = html(TWO, { threshold: 0.7 });
    assert.match(
      own,
      /Suggestions were shown from 70 % confidence on, which is your own value or was learnt/u,
    );
    assert.doesNotMatch(own, /at “balanced”|That setting trades/u);
  });

  const fitted = (details: Partial<ConfidenceFit> = {}): string =>
    html(TWO, { planned: 6, fit: { ...REPLAY_FIT, ...details } });
  const USE =
    '<a href="command:openelm.useFittedConfidence">Suggest from 70 % on in this folder, by its settings</a>';

  it('proposes how sure the model must be, with the figures of every threshold', () => {
    const page = fitted();
    for (const sentence of [
      'Sought in the older commits (4): the least confidence with which, for each 100 characters that you type, wrong suggestions are no more than 1, which is what “balanced” stands for. Tested on the newer ones (2).',
      'That is 70 %. Of the newer commits, 50 % would have been typed for you with it, with 0.8 wrong',
      'With 90 %, as it is now: 20 %, with 0.',
      USE,
    ]) {
      assert.ok(page.includes(sentence), sentence);
    }
    assert.deepEqual(rowsOf(page).slice(0, 3), [
      'Least confidence|Older commits: typed for you|Older commits: wrong for each 100 typed|Newer commits: typed for you|Newer commits: wrong for each 100 typed',
      '70 % (fitted)|33 %|1|50 %|0.8',
      '90 % (as now)|17 %|0|20 %|0',
    ]);
  });

  it('proposes nothing where nothing would be better, or nothing is proved, and says why', () => {
    for (const [verdict, sentence] of [
      ['fails', 'That is 70 %, but the newer commits don’t bear it out'],
      ['same', 'That is 70 %, as it is now: there is nothing to change.'],
      ['none', 'There is none: even from 70 % on more is wrong. Nothing is proposed;'],
      [
        'tooLittle',
        'There was too little to type for that: it takes 1,000 characters in the older commits, and 300 in the newer ones.',
      ],
    ] as const) {
      const page = fitted({ verdict });
      assert.ok(page.includes(sentence), sentence);
      assert.ok(!page.includes(USE));
    }
  });

  it('proposes the length that the commits speak for, with the figures of both', () => {
    const withLength = (details: Partial<LengthFit>): string =>
      html(TWO, { planned: 6, fit: REPLAY_FIT, lengthFit: { ...REPLAY_LENGTH, ...details } });
    const use = (text: string): string => `<a href="command:openelm.useFittedLength">${text} in this folder`;
    const page = withLength({});
    for (const sentence of [
      '50 % would have been typed for you with suggestions of several lines where those are due, with 4 wrong ones for each 100 characters; 40 % and 0.5 where each ends with its line.',
      'The older and the newer commits speak for “one line”.',
      use('Suggest one line at a time'),
    ]) {
      assert.ok(page.includes(sentence), sentence);
    }
    assert.ok(withLength({ present: 'oneLine', chosen: 'multiline' }).includes(use('Suggest several lines')));
    for (const [verdict, sentence] of [
      ['same', 'speak for “one line”, as it is now'],
      ['fails', 'but the newer ones don’t bear it out. Nothing is proposed.'],
    ] as const) {
      const other = withLength({ verdict });
      assert.ok(other.includes(sentence) && !other.includes('useFittedLength'), sentence);
    }
    assert.doesNotMatch(withLength({ verdict: 'tooLittle' }), /One line, or several/u);
  });

  it('says where that was not found out, and nothing where it was not sought', () => {
    assert.match(html(TWO, { planned: 6 }), /That was not found out: it was cut short\./u);
    for (const page of [html(TWO, { planned: 2 }), html(TWO, { planned: 6, end: { kind: 'cancelled' } })]) {
      assert.doesNotMatch(page, /How sure the model must be here/u);
    }
  });

  it('lets no subject, language, name or reason become markup, and runs no script', () => {
    const evil = '"><script>alert(1)</script><a href="command:evil">';
    const page = html([replayedCommit(1, [replayRow(1, 1, { languageId: evil })], { subject: evil })], {
      folder: evil,
      model: evil,
      end: { kind: 'failed', reason: evil },
    });
    assert.doesNotMatch(page, /<script|<a href="command:evil/u);
    assert.equal(page.split('&lt;script&gt;').length - 1, 6);
    assert.match(page, /default-src (?:'|&#39;)none(?:'|&#39;); style-src (?:'|&#39;)nonce-n0nce/u);
    // What escaping would change would break the style.
    const [, style = ''] = /<style[^>]*>([^]*?)<\/style>/u.exec(page) ?? [];
    assert.ok(style.includes('.chart') && !style.includes('&'));
  });
});
