import * as vscode from 'vscode';
import { type ReplayStrings } from './replayWords.ts';

/** The texts of the page in the language of the editor. */
export function replayStrings(): ReplayStrings {
  return {
    title: vscode.l10n.t('What Would It Have Typed for Me?'),
    about: vscode.l10n.t(
      'The last commits of this repository, typed anew, key by key. Nothing left this machine, and nothing was written to the repository.',
    ),
    again: vscode.l10n.t('Type them again'),
    settings: vscode.l10n.t('Change how eager suggestions are'),
    ...resultStrings(),
    ...tableStrings(),
    ...howStrings(),
    ...fitStrings(),
  };
}

function resultStrings() {
  return {
    inWords: vscode.l10n.t('Of {0} characters in {1} commits of {2}, {3} would have been typed for you.'),
    ofOneCommitInWords: vscode.l10n.t(
      'Of {0} characters in one commit of {1}, {2} would have been typed for you.',
    ),
    wrongInWords: vscode.l10n.t('Wrong suggestions for each 100 characters that you typed: {0}.'),
    timeInWords: vscode.l10n.t('Engine time: {0}.'),
    empty: vscode.l10n.t(
      'There was nothing to type in the last commits of {0}: merges, the very first commit, and files that are excluded, binary, generated, too large or in no known language are left out.',
    ),
    cancelled: vscode.l10n.t('Cut short: you cancelled it.'),
    timeUp: vscode.l10n.t('Cut short: it stops by itself after {0} minutes.'),
    interrupted: vscode.l10n.t(
      'Cut short: another window took the engine, another model was chosen, or completions were switched off.',
    ),
    failed: vscode.l10n.t('Cut short: {0}'),
    reached: vscode.l10n.t('{0} of {1} commits were typed, the oldest of them perhaps only in part.'),
    drawn: vscode.l10n.t(
      'In long commits, marked in the table, only parts were typed: about {0} characters, drawn by chance but the same each time.',
    ),
    eagerness: vscode.l10n.t('It was typed with “openelm.completion.eagerness” at “{0}”.'),
    confidence: vscode.l10n.t(
      'Suggestions were shown from {0} confidence on, which is your own value or was learnt: with less, more is typed for you and more is wrong.',
    ),
    trade: vscode.l10n.t(
      'That setting trades the two figures for each other: “eager” types more for you and is wrong more often, “quiet” the other way round.',
    ),
    model: vscode.l10n.t('Model: {0}.'),
    unfit: vscode.l10n.t(
      'In the editor this model is asked by hand alone, since even what it was surest of was more often wrong than right; these are the figures that it would have if it were asked at each key.',
    ),
  };
}

function tableStrings() {
  return {
    byCommit: vscode.l10n.t('By commit: how much would have been typed for you'),
    chartDescription: vscode.l10n.t(
      'A bar for each of {0} commits, from the oldest to the newest. The same figures are in the table below.',
    ),
    barLabel: vscode.l10n.t('{0} {1} – typed for you: {2}'),
    commit: vscode.l10n.t('Commit'),
    inPart: vscode.l10n.t('in part'),
    byLanguage: vscode.l10n.t('By language'),
    language: vscode.l10n.t('Language'),
    characters: vscode.l10n.t('Characters'),
    completed: vscode.l10n.t('Typed for you'),
    wrongPer100: vscode.l10n.t('Wrong suggestions for each 100 typed'),
    engineTime: vscode.l10n.t('Engine time'),
    percent: vscode.l10n.t('{0} %'),
    seconds: vscode.l10n.t('{0} s'),
    nothing: vscode.l10n.t('nothing to type'),
  };
}

function howStrings() {
  return {
    howTitle: vscode.l10n.t('How this is reckoned'),
    howTyped: vscode.l10n.t(
      'The lines that a commit added are typed into the file as it was before that commit, so that nothing later is seen. A suggestion is asked for after each key. Indentation that the editor writes is not counted.',
    ),
    howTaken: vscode.l10n.t(
      'A suggestion is taken as somebody would who knows what comes next: whole where all of it is right, else its first line where that is right to the end of the line; with at least 4 visible characters.',
    ),
    howWrong: vscode.l10n.t(
      'Wrong is a suggestion whose first line is not what comes next. One that only gets shorter while you type along counts once.',
    ),
    howSeen: vscode.l10n.t(
      'Of other files, the model sees those that the same commit wrote earlier, and those that the last commits before it changed, as they were then; others may hold later text. Definitions are not looked up, so that suggestions see more while you type.',
    ),
    howLeftOut: vscode.l10n.t(
      'Left out are merges, the very first commit, files that completions leave alone, and files that are binary, generated, over 200 kB or in no known language.',
    ),
    howFitted: vscode.l10n.t(
      'How sure the model must be, and how long suggestions are, is fitted to parts of the older commits alone. What is proposed is changed by your click and by nothing else; it holds for this model, and is worth another look after you chose another one.',
    ),
  };
}

function fitStrings() {
  return {
    fitTitle: vscode.l10n.t('How sure the model must be here'),
    fitAbout: vscode.l10n.t(
      'Sought in the older commits ({0}): the least confidence with which, for each 100 characters that you type, wrong suggestions are no more than {1}, which is what “{2}” stands for. Tested on the newer ones ({3}).',
    ),
    fitHolds: vscode.l10n.t(
      'That is {0}. Of the newer commits, {1} would have been typed for you with it, with {2} wrong suggestions for each 100 characters.',
    ),
    fitInstead: vscode.l10n.t('With {0}, as it is now: {1}, with {2}.'),
    fitFails: vscode.l10n.t(
      'That is {0}, but the newer commits don’t bear it out: more was wrong there. Nothing is proposed.',
    ),
    fitNone: vscode.l10n.t(
      'There is none: even from {0} on more is wrong. Nothing is proposed; another model may know this code better.',
    ),
    fitSame: vscode.l10n.t('That is {0}, as it is now: there is nothing to change.'),
    fitTooLittle: vscode.l10n.t(
      'There was too little to type for that: it takes {0} characters in the older commits, and {1} in the newer ones. Nothing is proposed.',
    ),
    fitCutShort: vscode.l10n.t('That was not found out: it was cut short.'),
    fitUse: vscode.l10n.t('Suggest from {0} on in this folder, by its settings'),
    lengthTitle: vscode.l10n.t('One line, or several'),
    lengthCompared: vscode.l10n.t(
      'Of the newer commits, {0} would have been typed for you with suggestions of several lines where those are due, with {1} wrong ones for each 100 characters; {2} and {3} where each ends with its line.',
    ),
    lengthSame: vscode.l10n.t('The older commits speak for “{0}”, as it is now: there is nothing to change.'),
    lengthFails: vscode.l10n.t(
      'The older commits speak for “{0}”, but the newer ones don’t bear it out. Nothing is proposed.',
    ),
    lengthHolds: vscode.l10n.t('The older and the newer commits speak for “{0}”.'),
    oneLine: vscode.l10n.t('one line'),
    multiline: vscode.l10n.t('several lines'),
    useOneLine: vscode.l10n.t('Suggest one line at a time in this folder, by its settings'),
    useMultiline: vscode.l10n.t('Suggest several lines in this folder, by its settings'),
    fitConfidence: vscode.l10n.t('Least confidence'),
    fitPresent: vscode.l10n.t('as now'),
    fitChosen: vscode.l10n.t('fitted'),
    fitOlder: vscode.l10n.t('Older commits: typed for you'),
    fitOlderWrong: vscode.l10n.t('Older commits: wrong for each 100 typed'),
    fitNewer: vscode.l10n.t('Newer commits: typed for you'),
    fitNewerWrong: vscode.l10n.t('Newer commits: wrong for each 100 typed'),
  };
}
