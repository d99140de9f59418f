import * as vscode from 'vscode';
import { type NeighbourOrigin } from '../../core/completion/neighbours/neighbour.ts';
import { type PipelineIdea } from '../../core/completion/pipelineIdeas.ts';
import { type WhyStrings } from './whyWords.ts';

/** The texts of the page in the language of the editor. */
export function whyStrings(): WhyStrings {
  return {
    title: vscode.l10n.t('Why This Suggestion, or None?'),
    about: vscode.l10n.t(
      'The last requests, the newest first. They are kept in memory alone, and gone when this window closes.',
    ),
    refresh: vscode.l10n.t('Show the newest'),
    none: vscode.l10n.t('Nothing was asked yet: type something in a file, then come back.'),
    leftAlone: vscode.l10n.t('For the file that you look at: {0}.'),
    suggested: vscode.l10n.t('Suggested:'),
    nothing: vscode.l10n.t('Nothing: {0}'),
    file: vscode.l10n.t('File'),
    trigger: vscode.l10n.t('Asked'),
    manual: vscode.l10n.t('on your request'),
    automatic: vscode.l10n.t('while you typed'),
    answer: vscode.l10n.t('Answered'),
    fromCache: vscode.l10n.t('at once, with what had been suggested before'),
    fromModel: vscode.l10n.t('by the model'),
    fromNobody: vscode.l10n.t('without asking the model'),
    confidence: vscode.l10n.t('How sure the model was'),
    percent: vscode.l10n.t('{0} %'),
    wanted: vscode.l10n.t('(from {0} % on it is shown)'),
    time: vscode.l10n.t('Time'),
    milliseconds: vscode.l10n.t('{0} ms'),
    waited: vscode.l10n.t('Of it, before the model was asked'),
    model: vscode.l10n.t('Of it, the model'),
    modelTimes: vscode.l10n.t('{0} ms to read and begin, {1} ms to write'),
    rest: vscode.l10n.t('Of it, checking and the rest'),
    begunBefore: vscode.l10n.t('the model had begun for an earlier key'),
    prompt: vscode.l10n.t('Read'),
    promptTokens: vscode.l10n.t('{0} tokens of at most {1}; {2} of them were known from before'),
    otherTexts: vscode.l10n.t('Parts from elsewhere'),
    noRoom: vscode.l10n.t('no room for them in this prompt'),
    otherParts: vscode.l10n.t('{0} read'),
    copied: vscode.l10n.t('Names may be copied from'),
    written: vscode.l10n.t('Written'),
    writtenTokens: vscode.l10n.t('{0} tokens of at most {1}'),
    isCut: vscode.l10n.t('(the limit cut it off)'),
    promptTitle: vscode.l10n.t('What the model read'),
    otherTitle: vscode.l10n.t('Parts from elsewhere, in the order in which they were read'),
    leftOut: vscode.l10n.t('(left out: there was no room)'),
    writtenTitle: vscode.l10n.t('What it wrote'),
    filtersTitle: vscode.l10n.t('What was changed then'),
    path: vscode.l10n.t('[path: {0}]'),
    before: vscode.l10n.t('[before the cursor]'),
    after: vscode.l10n.t('[after the cursor]'),
    dropped: vscode.l10n.t('{0} – nothing was left.'),
  };
}

/** Why a part of another text was read, as a clause behind its path. */
export function originWords(origin: NeighbourOrigin): string {
  switch (origin) {
    case 'recentEdit':
      return vscode.l10n.t('changed lately');
    case 'visited':
      return vscode.l10n.t('visited lately');
    case 'open':
      return vscode.l10n.t('open, and about the same things');
    case 'elsewhere':
      return vscode.l10n.t('further up or down in this file');
    case 'import':
      return vscode.l10n.t('imported by this file');
    case 'cell':
      return vscode.l10n.t('an earlier cell of the notebook');
  }
}

/** What a filter does, as a clause; its name where it is none of those that change a text. */
export function filterWords(name: PipelineIdea): string {
  const words: Partial<Record<PipelineIdea, string>> = {
    confidence: vscode.l10n.t('It ended where the model was not sure enough any more:'),
    wholeLines: vscode.l10n.t('The line that the limit cut off was left out:'),
    normaliseLineEnds: vscode.l10n.t('Its line ends were made those of the document:'),
    dropInvalidText: vscode.l10n.t('Bytes that are no text were refused:'),
    cutAtSpecialToken: vscode.l10n.t('A control token ended it:'),
    fitLeadingNewline: vscode.l10n.t('The line break at its start was fitted:'),
    trimDoubledSpace: vscode.l10n.t('A space that stood there already was left out:'),
    trimTrailingComma: vscode.l10n.t('The comma before a closing bracket was left out:'),
    fitIndentation: vscode.l10n.t('The indentation was fitted:'),
    cutShape: vscode.l10n.t('It ended with its line or block:'),
    cutRepetition: vscode.l10n.t('What it repeated was left out:'),
    trimEnd: vscode.l10n.t('Spaces at its end were left out:'),
    dropBlank: vscode.l10n.t('White space alone is no suggestion:'),
    dropRepeatedPrecedingLine: vscode.l10n.t('It said the lines above once more:'),
    trimAlreadyFollowing: vscode.l10n.t('What follows the cursor already was left out:'),
    trimOverlap: vscode.l10n.t('What follows the cursor already was left out:'),
    cutUnbalancedClosers: vscode.l10n.t('It ended before a bracket that closes nothing:'),
    cutUnclosedOpeners: vscode.l10n.t('It ended before a bracket or quote that nothing closes:'),
    cutBrokenSyntax: vscode.l10n.t('It ended before what breaks the syntax of the document:'),
  };
  return words[name] ?? name;
}
