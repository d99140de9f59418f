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
    trade: vscode.l10n.t(
      'That setting trades the two figures for each other: “eager” types more for you and is wrong more often, “quiet” the other way round.',
    ),
    model: vscode.l10n.t('Model: {0}.'),
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
      'Parts of other files are not shown to the model here, because they may hold what was written later: while you type, suggestions see more.',
    ),
    howLeftOut: vscode.l10n.t(
      'Left out are merges, the very first commit, files that completions leave alone, and files that are binary, generated, over 200 kB or in no known language.',
    ),
  };
}
