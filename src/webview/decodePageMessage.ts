import * as v from 'valibot';
import { type ChatActions, MAX_NAME, MAX_TEXT, type PageMessage } from './chatProtocol.ts';

const nothing = v.strictObject({});
const name = v.pipe(v.string(), v.maxLength(MAX_NAME));
const id = v.pipe(name, v.minLength(1));
const text = v.pipe(v.string(), v.maxLength(MAX_TEXT));
const ofTurn = v.strictObject({ turnId: id });
const ofConversation = v.strictObject({ id });

/** One schema an action. Unknown fields are refused too: a page of ours sends none. */
const PARAMS: { readonly [Name in keyof ChatActions]: v.GenericSchema<unknown, ChatActions[Name]> } = {
  ready: nothing,
  send: v.strictObject({ text }),
  stop: nothing,
  regenerate: ofTurn,
  edit: v.strictObject({ turnId: id, text }),
  continueAnswer: ofTurn,
  copyAnswer: ofTurn,
  code: v.strictObject({
    action: v.picklist(['copy', 'insert', 'replace', 'diff', 'newFile']),
    text,
    language: name,
  }),
  removeContext: ofConversation,
  addContext: v.strictObject({ contextId: v.pipe(v.string(), v.minLength(1), v.maxLength(8 * MAX_NAME)) }),
  pickContext: nothing,
  draft: v.strictObject({ text }),
  suggest: v.strictObject({
    requestId: v.pipe(v.number(), v.safeInteger()),
    trigger: v.picklist(['@', '#']),
    query: name,
  }),
  newConversation: nothing,
  openConversation: ofConversation,
  renameConversation: v.strictObject({ id, title: v.pipe(id, v.trim(), v.minLength(1)) }),
  exportConversation: ofConversation,
  deleteConversation: ofConversation,
  searchConversations: v.strictObject({ query: name }),
  openLink: v.strictObject({ href: v.pipe(v.string(), v.minLength(1), v.maxLength(2048)) }),
  pickModel: nothing,
  chooseModel: nothing,
  getModel: nothing,
  useBuiltInModel: nothing,
  restartEngine: nothing,
  showLog: nothing,
  theme: ofConversation,
  dismissSafetyNote: nothing,
};

const Envelope = v.strictObject({ action: v.string(), params: v.unknown() });

/** The message, if it is one; the host drops everything else. */
export function decodePageMessage(raw: unknown): PageMessage | undefined {
  const envelope = v.safeParse(Envelope, raw);
  if (!envelope.success || !isAction(envelope.output.action)) {
    return undefined;
  }
  const { action } = envelope.output;
  const params = v.safeParse(PARAMS[action], envelope.output.params);
  // The schema of this very action has accepted the parameters, which the type system can't follow.
  return params.success ? ({ action, params: params.output } as PageMessage) : undefined;
}

function isAction(text: string): text is keyof ChatActions {
  return Object.hasOwn(PARAMS, text);
}
