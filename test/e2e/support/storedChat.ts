import { readdirSync } from 'node:fs';
import path from 'node:path';
import { type Conversation, type Turn } from '../../../src/core/chat/conversation.ts';
import { ConversationStore } from '../../../src/core/chat/conversationStore.ts';
import { systemClock } from '../../../src/engine/clock.ts';
import { ConversationFolder } from '../../../src/workbench/conversationFolder.ts';
import { type ShownConversation, type ShownTurn } from './chatPage.ts';
import { type Session } from './session.ts';

const FOLDER = path.join('openelm.openelm', 'conversations');

/** How a stored conversation differs from what was shown. */
export interface StoredDifference {
  /** Sentences for what must not be: a turn that is missing or another, a torn file, text that nobody saw. */
  readonly faults: readonly string[];
  /** Characters of the last answer that were shown and are not stored. */
  readonly lostCharacters: number;
}

/** Reads a conversation from a session's disk, as the extension would after a new start. */
export async function readStored(
  { userDataDir }: Session,
  id: string,
): Promise<{ readonly conversation: Conversation | undefined; readonly problems: readonly string[] }> {
  const problems: string[] = [];
  const folder = readdirSync(userDataDir, { recursive: true, encoding: 'utf8' }).find((name) =>
    name.endsWith(FOLDER),
  );
  if (folder === undefined) {
    return { conversation: undefined, problems: ['nothing was ever stored'] };
  }
  const store = new ConversationStore(
    new ConversationFolder(path.join(userDataDir, folder)),
    systemClock,
    ({ kind }) => void problems.push(kind),
    (error) => void problems.push(String(error)),
  );
  return { conversation: await store.load(id), problems };
}

/**
 * Compares what is stored with what was shown. Every turn but the last must be the same; of the last, the question, and
 * an answer that goes no other way than the shown one. `isWhole`: the last answer must be the same, too.
 */
export async function compareStored(
  session: Session,
  { conversationId, turns }: ShownConversation,
  isWhole: boolean,
): Promise<StoredDifference> {
  const { conversation, problems } = await readStored(session, conversationId);
  const stored = conversation?.turns ?? [];
  const faults = [...problems];
  if (stored.length !== turns.length) {
    faults.push(`${stored.length} turns are stored, ${turns.length} were shown`);
  }
  turns.forEach((shown, index) => {
    const turn = stored[index];
    const mayBeBehind = index === turns.length - 1 && !isWhole;
    if (turn === undefined || !(mayBeBehind ? isOnTheWay(turn, shown) : isSame(turn, shown))) {
      const [is, was] = [JSON.stringify(turn), JSON.stringify(shown)];
      faults.push(`turn ${index + 1} of ${turns.length}: ${was} was shown, ${is} is stored`);
    }
  });
  const lengthOf = (text: string | undefined): number => text?.length ?? 0;
  const lost = lengthOf(turns.at(-1)?.text) - lengthOf(stored.at(-1)?.answer.text);
  return { faults, lostCharacters: Math.max(0, lost) };
}

function isSame({ question, answer }: Turn, shown: ShownTurn): boolean {
  return question === shown.question && answer.text === shown.text && answer.kind === shown.kind;
}

/** Whether an answer that was cut off goes no other way than the one that was shown, and says that it was cut off. */
function isOnTheWay({ question, answer }: Turn, shown: ShownTurn): boolean {
  const goesOn = shown.text.startsWith(answer.text) || answer.text.startsWith(shown.text);
  return question === shown.question && answer.kind === 'interrupted' && goesOn;
}
