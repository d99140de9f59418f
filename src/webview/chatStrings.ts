import * as vscode from 'vscode';
import { type ChatStrings } from './chatProtocol.ts';

/** The page's strings in the user's language. */
export function chatStrings(): ChatStrings {
  return { ...conversationStrings(), ...composerStrings(), ...stateStrings(), ...historyStrings() };
}

function conversationStrings() {
  return {
    answer: vscode.l10n.t('Answer'),
    answerEnded: vscode.l10n.t('The answer is complete.'),
    answering: vscode.l10n.t('Answering'),
    codeBlock: vscode.l10n.t('Code, {0} lines.'),
    codeIn: vscode.l10n.t('Code in {0}'),
    continueAnswer: vscode.l10n.t('Continue'),
    copied: vscode.l10n.t('Copied'),
    copyAnswer: vscode.l10n.t('Copy the Answer'),
    copyCode: vscode.l10n.t('Copy'),
    cutAnswer: vscode.l10n.t('The answer reached its limit of tokens.'),
    diffCode: vscode.l10n.t('Compare with the Selection'),
    editRequest: vscode.l10n.t('Edit the Question'),
    failedAnswer: vscode.l10n.t('No answer: {0}'),
    hiddenCharacter: vscode.l10n.t('Hidden character {0}'),
    imageLeftOut: vscode.l10n.t('[image left out: {0}]'),
    insertCode: vscode.l10n.t('Insert at the Cursor'),
    interruptedAnswer: vscode.l10n.t('{0} What had come is kept.'),
    jumpToNewest: vscode.l10n.t('Jump to the Newest'),
    newFile: vscode.l10n.t('Open as a New File'),
    promptTokens: vscode.l10n.t('prompt {0}'),
    question: vscode.l10n.t('You'),
    regenerate: vscode.l10n.t('Answer Again'),
    repeatedAnswer: vscode.l10n.t('The model began to repeat itself; the answer was stopped.'),
    replaceCode: vscode.l10n.t('Replace the Selection'),
    retry: vscode.l10n.t('Try Again'),
    showLess: vscode.l10n.t('Show less'),
    showMore: vscode.l10n.t('Show all'),
    stoppedAnswer: vscode.l10n.t('Stopped.'),
    tableCut: vscode.l10n.t('{0} more rows of this table are not shown.'),
    textCut: vscode.l10n.t('{0} more characters are not shown.'),
    tokenCount: vscode.l10n.t('{0} tokens'),
    tokensPerSecond: vscode.l10n.t('{0} tokens/s'),
    waiting: vscode.l10n.t('Reading the question…'),
  };
}

function composerStrings() {
  return {
    addContext: vscode.l10n.t('Add Context'),
    askHint: vscode.l10n.t('Enter sends, Shift+Enter starts a new line, Escape stops an answer.'),
    askPlaceholder: vscode.l10n.t('Ask about your code: / commands, @ files, # symbols'),
    attachedContext: vscode.l10n.t('Context'),
    cancel: vscode.l10n.t('Cancel'),
    contextEstimate: vscode.l10n.t('About {0} of {1} tokens; they are counted once the model is loaded.'),
    contextFull: vscode.l10n.t('Not all of it fits.'),
    contextMeter: vscode.l10n.t('{0} of {1} tokens.'),
    contextTuned: vscode.l10n.t('The model was tuned on {0} tokens: beyond them its answers get worse.'),
    dismiss: vscode.l10n.t('Close'),
    removeContext: vscode.l10n.t('Remove {0}'),
    safetyNote: vscode.l10n.t(
      'Answers are made on this computer by a small language model. They can be wrong, biased or unsafe: check them, above all code, before you use them.',
    ),
    save: vscode.l10n.t('Send the Changed Question'),
    send: vscode.l10n.t('Send'),
    stop: vscode.l10n.t('Stop'),
    suggestionCount: vscode.l10n.t('{0} suggestions'),
    suggestions: vscode.l10n.t('Suggestions'),
  };
}

function stateStrings() {
  return {
    builtInModel: vscode.l10n.t('Use the Built-In Model'),
    chooseModel: vscode.l10n.t('Choose a Model File…'),
    emptyHint: vscode.l10n.t('Nothing you write here leaves this computer.'),
    emptyTitle: vscode.l10n.t('Ask about your code'),
    failedTitle: vscode.l10n.t('The model can’t answer'),
    getModel: vscode.l10n.t('Get a Model…'),
    loadingHint: vscode.l10n.t('You can write your question meanwhile.'),
    loadingTitle: vscode.l10n.t('Loading {0}'),
    modelButton: vscode.l10n.t('Model: {0}. Choose another.'),
    modelButtonFormat: vscode.l10n.t('Model: {0}, asked by {1}. Choose another.'),
    noModelHint: vscode.l10n.t(
      'Get one from the list, or choose a GGUF file on this machine: it stays where it is, and nothing is uploaded.',
    ),
    noModelTitle: vscode.l10n.t('No model for chat'),
    showLog: vscode.l10n.t('Show the Log'),
  };
}

function historyStrings() {
  return {
    backToChat: vscode.l10n.t('Back to the Conversation'),
    conversations: vscode.l10n.t('Conversations'),
    deleteConversation: vscode.l10n.t('Delete'),
    exportConversation: vscode.l10n.t('Export as Markdown'),
    history: vscode.l10n.t('Earlier Conversations'),
    newConversation: vscode.l10n.t('New Conversation'),
    noConversations: vscode.l10n.t('There are no conversations yet.'),
    nothingFound: vscode.l10n.t('Nothing found.'),
    renameConversation: vscode.l10n.t('Rename'),
    search: vscode.l10n.t('Search conversations'),
  };
}
