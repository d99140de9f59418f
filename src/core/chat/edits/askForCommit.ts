import { type ChatEngine } from '../chatEngine.ts';
import { type Cut } from '../conversation.ts';
import { askOnce, type Failure, type OneQuestion } from './askOnce.ts';
import { commitMessage } from './commitMessage.ts';

/** What became of a commit message. */
export type CommitReply =
  | {
      readonly kind: 'answered';
      /** Empty when the model wrote none. */
      readonly message: string;
      /** Whether the model had to be held to one line: what it had written by itself was no message. */
      readonly isHeld: boolean;
      /** Whether its answer was ended before its end, and whether by repeating itself: then only a line was taken. */
      readonly isCut: boolean;
      readonly isRepeating: boolean;
      readonly cuts: readonly Cut[];
    }
  | Failure;

/** A message has a subject by then; what has none is code, or the diff once more. */
const LINES_TO_A_SUBJECT = 3;

const VERBS =
  'Add Allow Change Check Correct Document Fix Handle Improve Make Move Remove Rename Replace Show Simplify Test Update Use'.split(
    ' ',
  );
/** A subject in the imperative: a verb, and a few words without the signs of code. */
const ONE_LINE = `root ::= verb (" " word){2,8}
verb ::= ${VERBS.map((verb) => `"${verb}"`).join(' | ')}
word ::= [A-Za-z0-9\`'._/-]{1,20} ","?`;
const LINE_TOKENS = 48;

/**
 * Asks for a commit message. A model too small to write one by itself, which gives the diff back, is asked once more with a
 * grammar that leaves it no other way; it has read the question already.
 */
export async function askForCommit(
  engine: ChatEngine,
  asked: OneQuestion,
  signal: AbortSignal,
): Promise<CommitReply> {
  const hopeless = new AbortController();
  const reply = await askOnce(engine, asked, AbortSignal.any([signal, hopeless.signal]), {
    onText: (text) => {
      if (text.trim().split('\n').length > LINES_TO_A_SUBJECT && commitMessage(text) === '') {
        hopeless.abort();
      }
    },
  });
  const isHopeless = hopeless.signal.aborted && !signal.aborted;
  if (reply.kind !== 'answered' && !isHopeless) {
    return reply;
  }
  if (reply.kind === 'answered') {
    const { isCut, isRepeating, cuts } = reply;
    const whole = commitMessage(reply.text);
    // A sentence that was ended before its end is none.
    const message = isCut ? firstLine(whole) : whole;
    if (message !== '') {
      return { kind: 'answered', message, isHeld: false, isCut, isRepeating, cuts };
    }
  }
  return askForLine(engine, asked, signal);
}

async function askForLine(engine: ChatEngine, asked: OneQuestion, signal: AbortSignal): Promise<CommitReply> {
  const line = { ...asked, grammar: ONE_LINE, maxAnswerTokens: LINE_TOKENS };
  const reply = await askOnce(engine, line, signal, {});
  if (reply.kind !== 'answered') {
    return reply;
  }
  const message = firstLine(commitMessage(reply.text)).replace(/[,…]+$/u, '');
  return { kind: 'answered', message, isHeld: true, isCut: false, isRepeating: false, cuts: reply.cuts };
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}
