import { SLASH_COMMANDS, type UserPrompt } from './slashCommands.ts';

const NAME = /^[\p{L}\p{N}_-]{1,40}$/u;
/** Longer ones leave no room for the code they are about. */
const MAX_BODY_CHARACTERS = 20_000;
const MAX_DESCRIPTION_CHARACTERS = 200;

/**
 * The prompts of a setting that maps names to texts. What can't be one is left out: an entry that is no text, a name
 * with spaces, a name that a built-in command has.
 */
export function promptsFromSetting(setting: unknown): readonly UserPrompt[] {
  if (typeof setting !== 'object' || setting === null) {
    return [];
  }
  return Object.entries(setting).flatMap(([name, body]) =>
    typeof body === 'string' ? (userPrompt(name, '', body) ?? []) : [],
  );
}

/**
 * The prompt of a Markdown file: its name is the file's up to the first dot, its description the front matter's
 * `description` or the first line. Undefined for a file that can't be one.
 */
export function promptFromFile(fileName: string, content: string): UserPrompt | undefined {
  const text = content.replace(/^\uFEFF/u, '').replaceAll('\r\n', '\n');
  const matter = /^---\n([\s\S]*?)\n---(?:\n|$)/u.exec(text);
  const described = /^description:[ \t]*(.*)$/mu.exec(matter?.[1] ?? '')?.[1]?.trim() ?? '';
  const description = described.replace(/^(["'])(.*)\1$/u, '$2');
  const name = fileName.split('.')[0]?.replace(/\s+/gu, '-') ?? '';
  return userPrompt(name, description, text.slice(matter?.[0].length ?? 0));
}

/** The prompt with what was typed after its name. */
export function expandUserPrompt({ body }: UserPrompt, input: string): string {
  if (/\{\{\s*input\s*\}\}/u.test(body)) {
    return body.replace(/\{\{\s*input\s*\}\}/gu, () => input);
  }
  return input === '' ? body : `${body}\n\n${input}`;
}

function userPrompt(name: string, description: string, untrimmed: string): UserPrompt | undefined {
  const body = untrimmed.trim();
  const isTaken = SLASH_COMMANDS.some((command) => command.name === name.toLowerCase());
  if (isTaken || !NAME.test(name) || body === '' || body.length > MAX_BODY_CHARACTERS) {
    return undefined;
  }
  const shown = description === '' ? (body.split('\n')[0] ?? '').replace(/^#+\s*/u, '') : description;
  return { name, description: shown.slice(0, MAX_DESCRIPTION_CHARACTERS), body };
}
