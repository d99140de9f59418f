import { type ContextItem } from './conversation.ts';
import { fenced } from './fence.ts';
import { type PromptFormat } from './formats/promptFormat.ts';
import { languageName } from './languageName.ts';
import { parseQuestion, type ParsedQuestion, type UserPrompt } from './slashCommands.ts';
import { expandUserPrompt } from './userPrompts.ts';

/** What is said to models that were trained with a system turn. */
export const SYSTEM_TEXT =
  'You are a programming assistant inside a code editor. Answer briefly and to the point. Put code into fenced code blocks with the name of its language. Say so when you do not know.';

/** A question with its context as one message, in the form that the model was trained on where it has one. */
export function userMessage(
  question: string,
  context: readonly ContextItem[],
  { skill }: Pick<PromptFormat, 'skill'>,
  userPrompts: readonly UserPrompt[] = [],
): string {
  const parsed = parseQuestion(question, userPrompts);
  const [item] = context;
  const trained =
    skill === 'oneSentence' && item !== undefined ? oneSentenceRequest(parsed, item) : undefined;
  return trained ?? [...context.map(contextBlock), instruction(parsed)].filter(Boolean).join('\n\n');
}

/** A piece of context as it stands in a prompt. */
export function contextBlock({ kind, label, path, languageId, text }: ContextItem): string {
  return `${HEADINGS[kind]} ${path ?? label}:\n${fenced(text, kind === 'diff' ? 'diff' : languageId)}`;
}

/** Whether the model has no trained form for what is asked: its answer would be nonsense. */
export function needsLargerModel(
  question: string,
  context: readonly ContextItem[],
  { skill }: Pick<PromptFormat, 'skill'>,
): boolean {
  if (skill !== 'oneSentence') {
    return skill === 'none';
  }
  const [item] = context;
  return item === undefined || oneSentenceRequest(parseQuestion(question), item) === undefined;
}

const HEADINGS: Readonly<Record<ContextItem['kind'], string>> = {
  selection: 'The selected code of',
  file: 'The file',
  symbol: 'From',
  problems: 'Problems reported in',
  terminal: 'The terminal’s output',
  diff: 'The changes of',
};

function instruction({ command, input }: ParsedQuestion): string {
  switch (command?.kind) {
    case 'prompt':
      return input === '' ? command.instruction : `${command.instruction}\n\n${input}`;
    case 'user':
      return expandUserPrompt(command.prompt, input);
    case 'action':
    case undefined:
      return input;
  }
}

/** Word for word as in training/openelm_train/data/pairs.py; undefined for what has no such form. */
function oneSentenceRequest({ command }: ParsedQuestion, item: ContextItem): string | undefined {
  if (command?.kind !== 'prompt' || command.oneSentence === undefined) {
    return undefined;
  }
  const { kind, languageId = '', text } = item;
  if (kind === 'problems' || kind === 'terminal' || kind === 'diff') {
    return undefined; // it is code that these models were trained on
  }
  const name = languageName(languageId);
  const language = name === '' ? '' : `${name} `;
  const request =
    command.oneSentence === 'explain'
      ? `Explain this ${language}code in one sentence:`
      : `Write a documentation comment for this ${language}code:`;
  return `${request}\n\`\`\`${languageId}\n${text.trimEnd()}\n\`\`\``;
}
