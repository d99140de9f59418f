import { type Answer, type Conversation, type ContextItem } from './conversation.ts';
import { fenced } from './fence.ts';

/** Words of an exported conversation, in the reader's language. */
export interface ExportWords {
  readonly question: string;
  readonly answer: string;
  /** How an answer ended that did not end by itself; empty for one that did. */
  readonly endOf: (answer: Answer) => string;
}

/** A conversation as a Markdown document: all of its context, too, since that is what the answers are about. */
export function exportMarkdown(conversation: Conversation, words: ExportWords): string {
  const parts = [`# ${conversation.title}`];
  for (const { question, context, answer } of conversation.turns) {
    const end = words.endOf(answer);
    parts.push(
      `## ${words.question}`,
      ...context.map(exportItem),
      question,
      `## ${words.answer}${answer.model === '' ? '' : ` (${answer.model})`}`,
      closedFences(answer.text),
      ...(end === '' ? [] : [`*${end}*`]),
    );
  }
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function exportItem({ label, languageId, text }: ContextItem): string {
  return `${label}\n\n${fenced(text, languageId)}`;
}

/** An answer that ended inside a code block must not swallow what follows it. */
function closedFences(text: string): string {
  let open: string | undefined;
  for (const line of text.split('\n')) {
    const fence = /^ {0,3}(`{3,}|~{3,})(.*)$/u.exec(line);
    const [, marks = '', rest = ''] = fence ?? [];
    if (fence !== null && open === undefined) {
      open = marks;
    } else if (fence !== null && open !== undefined && marks.startsWith(open) && rest.trim() === '') {
      open = undefined;
    }
  }
  return open === undefined ? text : `${text}\n${open}`;
}
