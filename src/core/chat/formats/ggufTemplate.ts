import { type JsonObject } from '../../json/jsonValue.ts';
import { joinPieces, type PromptPiece } from '../promptPiece.ts';
import { HeldTexts } from './heldTexts.ts';
import { type ChatPrompt, type PromptFormat } from './promptFormat.ts';

/** A message as templates know it: with the names that all of them use. */
export interface TemplateMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  readonly content: string;
  readonly tool_calls?: readonly JsonObject[];
  readonly tool_call_id?: string;
  readonly name?: string;
}

/**
 * Renders a model's own template up to where the answer begins; `tools` are functions as OpenAI's interface describes
 * them. Throws when the template refuses the messages.
 */
export type RenderTemplate = (messages: readonly TemplateMessage[], tools?: readonly JsonObject[]) => string;

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
  const texts = new HeldTexts();
  const rendered = render(messages.map(({ role, content }) => ({ role, content: texts.hold(content) })));
  const { pieces, used } = texts.pieces(rendered);
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
