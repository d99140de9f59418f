import {
  appendChunk,
  endAnswer,
  newConversation,
  send,
  type AnswerEnd,
  type ContextItem,
  type Conversation,
} from '../../src/core/chat/conversation.ts';

/** A conversation of these questions and answers, with the ids `1`, `2` and so on. */
export function conversationOf(
  turns: readonly (readonly [question: string, answer: string, context?: readonly ContextItem[]])[],
  end: AnswerEnd = { kind: 'done' },
): Conversation {
  return turns.reduce(
    (conversation, [question, answer, context = []], index) => {
      const id = String(index + 1);
      const asked = send(conversation, { id, question, context }, 1000 + index);
      return endAnswer(appendChunk(asked, id, { text: answer, tokens: 1 }), id, end, 2000 + index);
    },
    newConversation('c1', 500),
  );
}

/** Code as context of a question. */
export function codeItem(text: string, more: Partial<ContextItem> = {}): ContextItem {
  return { kind: 'selection', label: 'a.ts', languageId: 'typescript', text, ...more };
}
