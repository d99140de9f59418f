/**
 * Every message between the chat page and the extension host. The host owns the conversation and sends its whole state;
 * the page shows it and asks for actions. What the page sends is untrusted: decodePageMessage.ts.
 */

/** Of which kind a piece of context is; the page shows an icon for it. */
export type ContextKind = 'selection' | 'file' | 'symbol' | 'problems' | 'terminal';

/** One piece of context, as a chip. */
export interface ContextChip {
  readonly id: string;
  readonly kind: ContextKind;
  /** Short: a file's name and lines. */
  readonly label: string;
  /** All of it: the path, why it was added. */
  readonly title: string;
  readonly tokens?: number;
}

/** What would go into the next prompt. */
export interface ContextView {
  readonly chips: readonly ContextChip[];
  /** Tokens of all that belongs to the next prompt, even where not all of it fits. */
  readonly usedTokens: number;
  /** Whether no model is there to count them. */
  readonly isEstimate: boolean;
  /** The model's trained context less the reserve for the answer; 0 while no model says so. */
  readonly limitTokens: number;
  /** Longest text that the model was tuned on, where it reads more. */
  readonly tunedTokens?: number;
  /** A sentence for each thing that won't fit or may not go along: nothing is cut in silence. */
  readonly cuts: readonly string[];
}

/** The model that answers, or why none does. */
export type ModelView =
  | { readonly kind: 'none' }
  /** `percent`: 0 to 100, absent while unknown. */
  | { readonly kind: 'loading'; readonly name: string; readonly percent?: number }
  | { readonly kind: 'failed'; readonly name: string; readonly message: string }
  /** `format`: how it is asked, in words, once that is known. `limits`: a sentence on what it can't do. */
  | { readonly kind: 'ready'; readonly name: string; readonly format?: string; readonly limits?: string };

/** What an answer cost, shown quietly below it. */
export interface AnswerFigures {
  readonly modelName: string;
  readonly promptTokens?: number;
  readonly tokens?: number;
  readonly tokensPerSecond?: number;
}

/**
 * One answer in one of its states; `cut` ended at the token limit, `repeated` because the model repeated itself,
 * `interrupted` because the engine or host died.
 */
export type AnswerView = { readonly text: string; readonly figures?: AnswerFigures } & (
  | { readonly kind: 'running' | 'done' | 'cut' | 'stopped' | 'repeated' }
  /** `message`: a sentence that says why. */
  | { readonly kind: 'interrupted'; readonly message: string }
  /** `isUnasked`: no model was asked, so that another one is not offered. */
  | { readonly kind: 'failed'; readonly message: string; readonly isUnasked?: true }
);

/** One question and its answer. */
export interface TurnView {
  readonly id: string;
  readonly question: string;
  /** What went with the question, in words. */
  readonly context: readonly { readonly kind: ContextKind; readonly label: string; readonly title: string }[];
  /** A sentence for each thing that did not fit into the prompt. */
  readonly notices: readonly string[];
  readonly answer: AnswerView;
}

/** A conversation in the history. */
export interface ConversationSummary {
  readonly id: string;
  readonly title: string;
  /** When it was last changed, in the user's language. */
  readonly when: string;
}

/** A row of the list that `/`, `@` and `#` open. */
export interface Suggestion {
  /** Is put in place of the typed word, a space after it included; a mention that becomes a chip has an empty one. */
  readonly insert: string;
  readonly label: string;
  readonly detail: string;
  /** Set for a mention: goes back to the host with `addContext`. */
  readonly contextId?: string;
}

/** Kinds of tokens that the page colours. */
export type TokenKind =
  'comment' | 'keyword' | 'string' | 'number' | 'type' | 'function' | 'variable' | 'constant';

/** A theme's colours as `#rrggbb` or `#rrggbbaa`; kinds that are left out have the colour of plain text. */
export type TokenColors = Readonly<Partial<Record<TokenKind, string>>>;

/** The whole of what the page shows. */
export interface ChatState {
  readonly conversationId: string;
  readonly title: string;
  readonly turns: readonly TurnView[];
  readonly conversations: readonly ConversationSummary[];
  readonly context: ContextView;
  readonly model: ModelView;
  readonly slashCommands: readonly Suggestion[];
  /** Commands that an empty page offers: some that the model can answer. */
  readonly offers: readonly Suggestion[];
  /** Until the user has closed it, once for all conversations. */
  readonly showSafetyNote: boolean;
  /** Where the file of the theme that the page named could be read; a page with another theme leaves it alone. */
  readonly theme?: { readonly id: string; readonly tokenColors: TokenColors };
}

/** The page's strings, in the user's language; see chatStrings.ts. */
export type ChatStrings = Readonly<Record<ChatStringKey, string>>;

/** Host → page. */
export type HostMessage =
  /** The answer to `ready`: everything. */
  | {
      readonly kind: 'start';
      readonly strings: ChatStrings;
      readonly locale: string;
      readonly state: ChatState;
    }
  | { readonly kind: 'state'; readonly state: ChatState }
  /** Text to append to a running answer. A page whose text is not `offset` UTF-16 units long asks for all with `ready`. */
  | { readonly kind: 'chunk'; readonly turnId: string; readonly offset: number; readonly text: string }
  | { readonly kind: 'suggestions'; readonly requestId: number; readonly items: readonly Suggestion[] }
  /** The ids of conversations that hold the query. */
  | { readonly kind: 'found'; readonly query: string; readonly ids: readonly string[] }
  /** Puts text into the composer (after what is there) and the cursor behind it. */
  | { readonly kind: 'compose'; readonly text: string };

/** What a button of a code block does. */
export type CodeAction = 'copy' | 'insert' | 'replace' | 'diff' | 'newFile';

/** An action without parameters travels with an empty object. */
export type NoParams = Readonly<Record<string, never>>;

/** Page → host: each action with its parameters. */
export interface ChatActions {
  ready: NoParams;
  send: { readonly text: string };
  stop: NoParams;
  /** Answers the turn's question anew; later turns go. */
  regenerate: { readonly turnId: string };
  /** Goes on from a changed question; later turns go. */
  edit: { readonly turnId: string; readonly text: string };
  /** Goes on with an answer that ended at the token limit, was stopped or interrupted, or repeated itself. */
  continueAnswer: { readonly turnId: string };
  copyAnswer: { readonly turnId: string };
  code: { readonly action: CodeAction; readonly text: string; readonly language: string };
  removeContext: { readonly id: string };
  addContext: { readonly contextId: string };
  /** Opens a picker of the editor for files, symbols, problems, the terminal's selection. */
  pickContext: NoParams;
  /** The composer's text, for the token meter and for the next page. */
  draft: { readonly text: string };
  suggest: { readonly requestId: number; readonly trigger: '@' | '#'; readonly query: string };
  newConversation: NoParams;
  openConversation: { readonly id: string };
  renameConversation: { readonly id: string; readonly title: string };
  exportConversation: { readonly id: string };
  deleteConversation: { readonly id: string };
  searchConversations: { readonly query: string };
  openLink: { readonly href: string };
  /** Opens the editor's picker of the model and of the way it is asked. */
  pickModel: NoParams;
  chooseModel: NoParams;
  /** Offers the models of the catalog. */
  getModel: NoParams;
  useBuiltInModel: NoParams;
  restartEngine: NoParams;
  showLog: NoParams;
  /** The id of the theme whose colours the page was given, at the start and after each change. */
  theme: { readonly id: string };
  dismissSafetyNote: NoParams;
}

/** One action as it travels. */
export type PageMessage = {
  readonly [Name in keyof ChatActions]: { readonly action: Name; readonly params: ChatActions[Name] };
}[keyof ChatActions];

/** Longest text a page may send in one message, in UTF-16 units: a question with 200 KB pasted, and some room. */
export const MAX_TEXT = 400_000;
/** Longest id, query or title. */
export const MAX_NAME = 500;

/** Every string of the page. `{0}` and `{1}` are replaced there. */
export type ChatStringKey =
  | 'addContext'
  | 'answer'
  | 'answerEnded'
  | 'answering'
  | 'askHint'
  | 'askPlaceholder'
  | 'attachedContext'
  | 'backToChat'
  | 'builtInModel'
  | 'cancel'
  | 'chooseModel'
  | 'codeBlock'
  | 'codeIn'
  | 'contextEstimate'
  | 'contextFull'
  | 'contextMeter'
  | 'contextTuned'
  | 'continueAnswer'
  | 'conversations'
  | 'copied'
  | 'copyAnswer'
  | 'copyCode'
  | 'cutAnswer'
  | 'deleteConversation'
  | 'diffCode'
  | 'dismiss'
  | 'editRequest'
  | 'emptyHint'
  | 'emptyTitle'
  | 'exportConversation'
  | 'failedAnswer'
  | 'failedTitle'
  | 'getModel'
  | 'hiddenCharacter'
  | 'history'
  | 'imageLeftOut'
  | 'insertCode'
  | 'interruptedAnswer'
  | 'jumpToNewest'
  | 'loadingHint'
  | 'loadingTitle'
  | 'modelButton'
  | 'modelButtonFormat'
  | 'newConversation'
  | 'newFile'
  | 'noConversations'
  | 'noModelHint'
  | 'noModelTitle'
  | 'nothingFound'
  | 'promptTokens'
  | 'question'
  | 'regenerate'
  | 'removeContext'
  | 'renameConversation'
  | 'repeatedAnswer'
  | 'replaceCode'
  | 'retry'
  | 'safetyNote'
  | 'save'
  | 'search'
  | 'send'
  | 'showLess'
  | 'showLog'
  | 'showMore'
  | 'stop'
  | 'stoppedAnswer'
  | 'suggestionCount'
  | 'suggestions'
  | 'tableCut'
  | 'textCut'
  | 'tokenCount'
  | 'tokensPerSecond'
  | 'waiting';
