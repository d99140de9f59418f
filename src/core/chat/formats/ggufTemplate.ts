import { joinPieces, type PromptPiece } from '../promptPiece.ts';
import { type ChatPrompt, type PromptFormat } from './promptFormat.ts';

export interface TemplateMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** Renders a model's own template up to where the answer begins. Throws when the template refuses the messages. */
export type RenderTemplate = (messages: readonly TemplateMessage[]) => string;

/** Private-use characters: no template and no tokenizer gives them a meaning. */
const OPENING = '\uE000';
const CLOSING = '\uE001';
const PLACEHOLDER = /\uE000(\d+)\uE001/u;

const PROBE: ChatPrompt = {
  system: '',
  history: [{ question: 'a', answer: 'b' }],
  question: 'c',
  answerSoFar: '',
};

/**
 * The template that a GGUF file brings. It is rendered with placeholders in place of what people and the model wrote,
 * so that only the template's own text can name control tokens. Undefined for a template that can't be used.
 */
export function ggufTemplate(render: RenderTemplate): PromptFormat | undefined {
  const attempt = (prompt: ChatPrompt, isSystemMerged: boolean): PromptPiece[] | undefined => {
    try {
      return renderPieces(render, prompt, isSystemMerged);
    } catch {
      return undefined; // as the caller asked: whether it can be used
    }
  };
  if (attempt({ ...PROBE, history: [] }, false) === undefined) {
    return undefined;
  }
  const hasSystemTurn = attempt({ ...PROBE, history: [], system: 's' }, false) !== undefined;
  return {
    id: 'template',
    stop: [],
    repetitionPenalty: 1,
    hasHistory: attempt(PROBE, false) !== undefined,
    // Where the template knows no system turn, its text goes before the first question.
    hasSystemTurn: true,
    skill: 'conversation',
    render: (prompt) => renderPieces(render, prompt, !hasSystemTurn),
  };
}

/** Throws when the template refuses the messages or leaves out the newest of them. */
function renderPieces(render: RenderTemplate, prompt: ChatPrompt, isSystemMerged: boolean): PromptPiece[] {
  const messages = toMessages(prompt, isSystemMerged);
  const rendered = render(
    messages.map(({ role }, index) => ({ role, content: `${OPENING}${index}${CLOSING}` })),
  );
  const parts = rendered.split(PLACEHOLDER);
  const used = new Set<number>();
  const pieces = parts.map((part, position): PromptPiece => {
    if (position % 2 === 0) {
      return { markup: part };
    }
    used.add(Number(part));
    return { text: messages[Number(part)]?.content ?? '' };
  });
  const [first] = messages;
  if (!used.has(messages.length - 1) || (first?.role === 'system' && !used.has(0))) {
    throw new Error('The template leaves out a message.');
  }
  return joinPieces([...pieces, { text: prompt.answerSoFar }]);
}

/** Trimmed, as most templates would do it: they see a placeholder only. */
function toMessages(prompt: ChatPrompt, isSystemMerged: boolean): TemplateMessage[] {
  const turns: TemplateMessage[] = [
    ...prompt.history.flatMap(({ question, answer }): TemplateMessage[] => [
      { role: 'user', content: question.trim() },
      { role: 'assistant', content: answer.trim() },
    ]),
    { role: 'user', content: prompt.question.trim() },
  ];
  const [first, ...others] = turns;
  if (prompt.system === '' || first === undefined) {
    return turns;
  }
  return isSystemMerged
    ? [{ role: 'user', content: `${prompt.system}\n\n${first.content}` }, ...others]
    : [{ role: 'system', content: prompt.system }, ...turns];
}
