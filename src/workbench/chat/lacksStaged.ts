import { type ContextItem } from '../../core/chat/conversation.ts';
import { wantsContext } from '../../core/chat/slashCommands.ts';

/** Whether a question is about what is staged, which did not go with it. */
export function lacksStaged(question: string, context: readonly ContextItem[]): boolean {
  return wantsContext(question, 'diff') && !context.some(({ kind }) => kind === 'diff');
}
