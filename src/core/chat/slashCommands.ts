import { type ContextKind } from './conversation.ts';

/** A person's own prompt, from the settings or from a Markdown file in the workspace. */
export interface UserPrompt {
  /** Without the slash. */
  readonly name: string;
  readonly description: string;
  /** `{{input}}` stands for what is typed after the command; without it, that is put at the end. */
  readonly body: string;
}

/** What a slash command asks of the model. */
export interface PromptCommand {
  readonly kind: 'prompt';
  readonly name: string;
  /** Put before what is typed after the command; in English, as the models were trained. */
  readonly instruction: string;
  /** Context taken by itself, best first, when none was added by hand. */
  readonly context: readonly ContextKind[];
  /** Whether a model that knows one-sentence forms only has one for it. */
  readonly oneSentence?: 'explain' | 'document';
}

/** What is done without a model. */
export interface ActionCommand {
  readonly kind: 'action';
  readonly name: 'clear' | 'help';
}

export type SlashCommand = PromptCommand | ActionCommand;

/** The built-in slash commands, in the order in which they are offered. */
export const SLASH_COMMANDS = [
  {
    kind: 'prompt',
    name: 'explain',
    instruction: 'Explain what this code does and how. Begin with one sentence that sums it up.',
    context: ['selection', 'symbol', 'file'],
    oneSentence: 'explain',
  },
  {
    kind: 'prompt',
    name: 'fix',
    instruction:
      'Fix the problems in this code. Change nothing else. Answer with the whole corrected code in one fenced code block, then one sentence that says what was wrong.',
    context: ['selection', 'problems', 'symbol', 'file'],
  },
  {
    kind: 'prompt',
    name: 'tests',
    instruction:
      'Write unit tests for this code with the test framework that fits it. Cover the usual case, the borders and the errors. Answer with one fenced code block.',
    context: ['selection', 'symbol', 'file'],
  },
  {
    kind: 'prompt',
    name: 'docs',
    instruction:
      'Write the documentation comment for this code in the style of its language: one to three sentences that say what it does, then its parameters and what it returns, where there are such. Answer with the comment alone in one fenced code block, without the code.',
    context: ['selection', 'symbol', 'file'],
    oneSentence: 'document',
  },
  {
    kind: 'prompt',
    name: 'simplify',
    instruction:
      'Simplify this code without changing what it does. Answer with the whole code in one fenced code block, then say in one sentence what became simpler.',
    context: ['selection', 'symbol', 'file'],
  },
  {
    kind: 'prompt',
    name: 'commit',
    instruction:
      'Write the message of a git commit with this diff: one line of at most 72 characters in the imperative that says what changes, and, only if the reason is not obvious, an empty line and a short paragraph. Answer with the message alone.',
    context: ['diff'],
  },
  { kind: 'action', name: 'clear' },
  { kind: 'action', name: 'help' },
] as const satisfies readonly SlashCommand[];

/**
 * Asked by the command that documents code, and offered to nobody: of a model that was to write a comment, small ones give
 * the code back, changed; of what the code does they tell in words, which can be made a comment.
 */
export const COMMENT_WORDS: PromptCommand = {
  kind: 'prompt',
  name: 'document-in-words',
  instruction:
    'Explain in one to three sentences what this code does, for its documentation. Then name each parameter and what is returned in a line of its own, where there is any. Answer in words, without code.',
  context: ['selection', 'symbol', 'file'],
  oneSentence: 'document',
};

/** What was typed into the composer. `input`: the words after the command, or all of them. */
export interface ParsedQuestion {
  readonly command: SlashCommand | { readonly kind: 'user'; readonly prompt: UserPrompt } | undefined;
  readonly input: string;
}

/** Reads a question. A slash that begins no known command is part of the question: paths begin so, too. */
export function parseQuestion(question: string, userPrompts: readonly UserPrompt[] = []): ParsedQuestion {
  const match = /^\s*\/([\p{L}\p{N}_-]+)(?:\s+|$)/u.exec(question);
  const name = match?.[1]?.toLowerCase();
  const input = question.slice(match?.[0].length ?? 0).trim();
  const builtIn = [...SLASH_COMMANDS, COMMENT_WORDS].find((command) => command.name === name);
  if (builtIn !== undefined) {
    return { command: builtIn, input };
  }
  const prompt = userPrompts.find((own) => own.name.toLowerCase() === name);
  return prompt === undefined
    ? { command: undefined, input: question.trim() }
    : { command: { kind: 'user', prompt }, input };
}

/** Whether a question begins with a command that takes such context by itself. */
export function wantsContext(question: string, kind: ContextKind): boolean {
  const { command } = parseQuestion(question);
  return command?.kind === 'prompt' && command.context.some((one) => one === kind);
}

/** Built-in commands and own prompts whose name begins with what was typed after the slash. */
export function commandsBeginning(
  typed: string,
  userPrompts: readonly UserPrompt[] = [],
): readonly (SlashCommand | UserPrompt)[] {
  const begins = ({ name }: { readonly name: string }): boolean =>
    name.toLowerCase().startsWith(typed.toLowerCase());
  return [...SLASH_COMMANDS.filter(begins), ...userPrompts.filter(begins)];
}
