import { type ChatPrompt } from './formats/promptFormat.ts';

/** A message of a conversation that was held elsewhere. */
export interface ForeignMessage {
  readonly role: 'user' | 'assistant';
  readonly text: string;
}

/**
 * The prompt of a foreign conversation: questions that follow each other are one, and what the model is to go on with
 * stays its own. Nothing in them is read as a slash command.
 */
export function promptOfMessages(messages: readonly ForeignMessage[]): ChatPrompt {
  const turns = alternating(messages);
  const answerSoFar = turns.at(-1)?.role === 'assistant' ? turns.at(-1) : undefined;
  const asked = answerSoFar === undefined ? turns : turns.slice(0, -1);
  const earlier = asked.slice(0, -1);
  const history = earlier.flatMap(({ role, text }, index) =>
    role === 'user' ? [{ question: text, answer: earlier[index + 1]?.text ?? '' }] : [],
  );
  return { system: '', history, question: asked.at(-1)?.text ?? '', answerSoFar: answerSoFar?.text ?? '' };
}

/** Messages that begin with the user's, roles in turn. */
function alternating(messages: readonly ForeignMessage[]): readonly ForeignMessage[] {
  const joined: ForeignMessage[] = [];
  for (const { role, text } of messages) {
    const last = joined.at(-1);
    if (last?.role === role) {
      joined[joined.length - 1] = { role, text: `${last.text}\n\n${text}` };
    } else if (last !== undefined || role === 'user') {
      joined.push({ role, text });
    }
  }
  return joined;
}
