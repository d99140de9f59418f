import * as vscode from 'vscode';
import { type NoSuggestionReason } from '../core/completion/completionOutcome.ts';

/** Why the last request brought nothing, as one sentence for the status menu. */
export function describeNoSuggestion(reason: NoSuggestionReason): string {
  switch (reason) {
    case 'blank':
      return vscode.l10n.t('The model had nothing to add here');
    case 'unsure':
      return vscode.l10n.t('The model is not sure enough of what comes next');
    case 'tooLittle':
      return vscode.l10n.t('What the model is sure of is too little to be worth a look');
    case 'repeatsItself':
      return vscode.l10n.t('The model only repeated itself');
    case 'leavesOpen':
      return vscode.l10n.t('What the model wrote would leave a bracket or a quote open');
    case 'breaksSyntax':
      return vscode.l10n.t('What the model wrote would break the syntax of the document');
    case 'repeatsPrecedingLine':
      return vscode.l10n.t('The model only repeated the lines above');
    case 'alreadyFollows':
      return vscode.l10n.t('What the model suggested already stands after the cursor');
    case 'specialToken':
    case 'invalidText':
      return vscode.l10n.t('The model wrote something that is not text');
    case 'insideCharacter':
      return vscode.l10n.t('The cursor stands inside a character');
    case 'composing':
      return vscode.l10n.t('An input method is composing');
    case 'severalCursors':
      return vscode.l10n.t('There are several cursors');
    case 'textSelected':
      return vscode.l10n.t('Text is selected');
    case 'insideWord':
      return vscode.l10n.t('The cursor stands inside a word');
    case 'tooLittleText':
      return vscode.l10n.t('There is too little text to go on from');
    case 'statementEnded':
      return vscode.l10n.t('The statement is complete');
    case 'modelUnfit':
      return vscode.l10n.t(
        'What this model expects is hardly ever what you type: it is asked by hand alone. Another model, or resetting the ledger, brings suggestions back',
      );
    case 'undone':
      return vscode.l10n.t('The last change was undone or redone. The next key asks again');
    case 'pasted':
      return vscode.l10n.t('Several lines were pasted. The next key asks again');
    case 'cancelled':
      return vscode.l10n.t('The request was overtaken by the next key');
    case 'outdated':
      return vscode.l10n.t('A setting or the model was changed meanwhile. The next key asks again');
    case 'engineFailed':
      return vscode.l10n.t('The engine did not answer. The log says more');
  }
}
