import { type ChatEngine } from '../chatEngine.ts';
import { type Cut } from '../conversation.ts';
import { askOnce, type Failure, type OneQuestion } from './askOnce.ts';
import { commitMessage } from './commitMessage.ts';

/** What became of a commit message. */
export type CommitReply =
  | {
      readonly kind: 'answered';
      readonly message: string;
      /** Whether the answer was ended before its end, and whether by repeating itself: then only a line was taken. */
      readonly isCut: boolean;
      readonly isRepeating: boolean;
      readonly cuts: readonly Cut[];
    }
  /** Nothing, or the diff once more: what models write that are too small for this. */
  | { readonly kind: 'noMessage' }
  | Failure;

/** A message has a subject by then; what has none is code, or the diff once more. */
const LINES_TO_A_SUBJECT = 3;

/**
 * Asks for a commit message, and ends an answer early that will be none. Nothing else is made of such an answer: held to a
 * line by a grammar, the same models write words without sense, and nobody shall commit those.
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
  if (reply.kind !== 'answered') {
    return hopeless.signal.aborted && !signal.aborted ? { kind: 'noMessage' } : reply;
  }
  const { isCut, isRepeating, cuts } = reply;
  const whole = commitMessage(reply.text);
  // A sentence that was ended before its end is none.
  const message = isCut ? (whole.split('\n')[0] ?? '') : whole;
  return message === '' ? { kind: 'noMessage' } : { kind: 'answered', message, isCut, isRepeating, cuts };
}
