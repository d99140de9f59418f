import * as vscode from 'vscode';
import { type LedgerStrings } from './ledgerWords.ts';

/** The texts of the page in the language of the editor. */
export function ledgerStrings(): LedgerStrings {
  return {
    title: vscode.l10n.t('What Were the Suggestions Worth?'),
    about: vscode.l10n.t(
      'Counted on this machine and never sent. Numbers alone are kept: no text, no path and no name of a file.',
    ),
    refresh: vscode.l10n.t('Show the newest'),
    reset: vscode.l10n.t('Reset…'),
    settings: vscode.l10n.t('Switch on or off'),
    ...summaryStrings(),
    ...chartStrings(),
    ...languageStrings(),
    ...trustStrings(),
    ...learntStrings(),
    ...aboutStrings(),
  };
}

function summaryStrings() {
  return {
    isOff: vscode.l10n.t('Counting is switched off: nothing is counted or written now.'),
    empty: vscode.l10n.t(
      'Nothing was counted yet. Once suggestions have come while you type, this page shows how many you took, by day and by language, how fast they came, and how much of them was still there after 30 seconds and after 5 minutes.',
    ),
    offeredInWords: vscode.l10n.t('Suggestions offered in the last {0} days: {1}.'),
    acceptedInWords: vscode.l10n.t('You took {0} of them ({1}): {2} whole and {3} in parts.'),
    keptInWords: vscode.l10n.t(
      'On average, {0} of a text that you took was still there after 30 seconds, and {1} after 5 minutes.',
    ),
    latencyInWords: vscode.l10n.t('Half of the suggestions came within {0} ms, and 95 of 100 within {1} ms.'),
    latencyHalfInWords: vscode.l10n.t('Half of the suggestions came within {0} ms.'),
    latencySlowInWords: vscode.l10n.t(
      'Half of the suggestions came within {0} ms; more than 5 of 100 took over {1} ms.',
    ),
  };
}

function chartStrings() {
  return {
    byDay: vscode.l10n.t('The last {0} days'),
    chartDescription: vscode.l10n.t(
      'Bars of the suggestions that were offered and taken each day, from {0} to {1}. Most were offered on {2}: {3}, of which {4} were taken. The same numbers are in the table below.',
    ),
    dayLabel: vscode.l10n.t('{0}: {1} offered, {2} taken'),
    offered: vscode.l10n.t('Offered'),
    accepted: vscode.l10n.t('Taken, whole or in parts'),
    chartNumbers: vscode.l10n.t('The numbers of the chart'),
    day: vscode.l10n.t('Day'),
  };
}

function languageStrings() {
  return {
    byLanguage: vscode.l10n.t('By language'),
    language: vscode.l10n.t('Language'),
    acceptedWhole: vscode.l10n.t('Taken whole'),
    acceptedPartly: vscode.l10n.t('Taken in parts (inferred from edits)'),
    keptAfter30s: vscode.l10n.t('Still there after 30 s'),
    keptAfter5min: vscode.l10n.t('Still there after 5 min'),
    latencyMedian: vscode.l10n.t('Half came within'),
    latencyP95: vscode.l10n.t('95 of 100 came within'),
    percent: vscode.l10n.t('{0} %'),
    milliseconds: vscode.l10n.t('{0} ms'),
    overMilliseconds: vscode.l10n.t('over {0} ms'),
    notKnown: vscode.l10n.t('not known'),
  };
}

function trustStrings() {
  return {
    trustTitle: vscode.l10n.t('Can it be trusted?'),
    trustAbout: vscode.l10n.t(
      'How sure this model was of what comes next at your keys in the last {0} days, and how often you typed or took just that. What was too unsure to be shown counts as well.',
    ),
    trustRange: vscode.l10n.t('{0} to {1} %'),
    trustConfidence: vscode.l10n.t('How sure it was'),
    trustExpected: vscode.l10n.t('How often'),
    trustRight: vscode.l10n.t('Right'),
    trustShare: vscode.l10n.t('Share that was right'),
    trustedMore: vscode.l10n.t(
      'Suggestions of this model are shown from {0} confidence on, later than the {1} of the setting “{2}”: of {3} times that it was at least {1} sure, it was right {4} times.',
    ),
    trustedLess: vscode.l10n.t(
      'Suggestions of this model are shown from {0} confidence on, sooner than the {1} of the setting “{2}”: of {3} times that it was less sure than that, it was right {4} times.',
    ),
    unfit: vscode.l10n.t(
      'This model is asked by hand alone: of {0} times that it was surest, it was right {1} times. Reset, another model, or learning nothing brings suggestions back.',
    ),
    thresholdThenMore: vscode.l10n.t('Then later, from {0} on: you took hardly any of the less sure ones.'),
    thresholdThenLess: vscode.l10n.t('Then sooner, from {0} on: you took many of the surer ones.'),
  };
}

function learntStrings() {
  return {
    learntTitle: vscode.l10n.t('What was learnt from this'),
    learntNothing: vscode.l10n.t(
      'What you typed and took in the last {0} days gives no reason to ask otherwise than the settings say:',
    ),
    learntSome: vscode.l10n.t('From what you typed and took in the last {0} days; Reset starts anew:'),
    learntOff: vscode.l10n.t('Nothing is learnt: it is switched off, or you have set all of it yourself.'),
    thresholdAsSet: vscode.l10n.t('Suggestions are shown from {0} confidence on, as the setting “{1}” says.'),
    thresholdMore: vscode.l10n.t(
      'Suggestions are shown from {0} confidence on, later than the {1} of the setting “{2}”: you took hardly any of the less sure ones.',
    ),
    thresholdLess: vscode.l10n.t(
      'Suggestions are shown from {0} confidence on, sooner than the {1} of the setting “{2}”: you took many of the surer ones.',
    ),
    takenOf: vscode.l10n.t('Of {0} you took {1}.'),
    waitAsSet: vscode.l10n.t(
      'After a key it waits about {0} ms, as the setting “openelm.completion.debounce” says: half as long to twice as long, by the pace of your keys.',
    ),
    waitMore: vscode.l10n.t(
      'After a key it waits about {0} ms, longer than the {1} ms of the setting “openelm.completion.debounce”: of {2} suggestions you typed past {3} before you could have read them.',
    ),
    waitLess: vscode.l10n.t(
      'After a key it waits about {0} ms, less than the {1} ms of the setting “openelm.completion.debounce”: of {2} suggestions you typed past only {3} before you could have read them.',
    ),
    linesAsSet: vscode.l10n.t(
      'Suggestions go over several lines where that is due, as the setting “openelm.completion.multiline” says.',
    ),
    lineAsSet: vscode.l10n.t(
      'Suggestions end with the line, as the setting “openelm.completion.multiline” says.',
    ),
    lineOnly: vscode.l10n.t(
      'Suggestions end with the line, unlike the setting “openelm.completion.multiline” says: you took hardly any of those of several lines.',
    ),
    learntSetting: vscode.l10n.t('Learn, or learn nothing'),
  };
}

function aboutStrings() {
  return {
    howTitle: vscode.l10n.t('How this is counted'),
    howOffered: vscode.l10n.t(
      'Offered: handed to the editor, which may not have shown it – it tells nobody. Typing along with a suggestion makes it no new one.',
    ),
    howAccepted: vscode.l10n.t(
      'Taken whole: the editor tells this. Taken in parts: inferred from edits that put the next words of a suggestion in at once, so it may be wrong. What you typed yourself does not count as taken.',
    ),
    howKept: vscode.l10n.t(
      'Still there: the share of the characters of each text you took, without white space. A text whose document was closed before is not known, rather than lost.',
    ),
    howUnknown: vscode.l10n.t('Not known so far: {0} texts after 30 seconds, {1} after 5 minutes.'),
    howLatency: vscode.l10n.t(
      'Times are from the request to the suggestion, with the pause for your typing, and as exact as the steps in which they are counted.',
    ),
    whereTitle: vscode.l10n.t('Where it is kept'),
    where: vscode.l10n.t('One file a day lies in this folder:'),
    whereLimits: vscode.l10n.t(
      'Files older than {0} days are removed. All windows write there every few minutes; Reset removes everything.',
    ),
  };
}
