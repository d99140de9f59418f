/** The word at the cursor that asks for suggestions. */
export interface SuggestTrigger {
  readonly trigger: '/' | '@' | '#';
  /** What follows the sign, up to the cursor. */
  readonly query: string;
  /** Offset of the sign. */
  readonly from: number;
}

const WORD = /(?:^|\s)(?<trigger>[@#])(?<query>[^\s@#]{0,200})$/u;
const COMMAND = /^\s*\/(?<query>[\w-]{0,50})$/u;

/** What the text before the cursor asks for: a command at the very start, a mention at the start of any word. */
export function suggestTrigger(beforeCursor: string): SuggestTrigger | undefined {
  const command = COMMAND.exec(beforeCursor)?.groups?.['query'];
  if (command !== undefined) {
    return { trigger: '/', query: command, from: beforeCursor.lastIndexOf('/') };
  }
  // A mention is short; looking at all of a pasted file with each key is not.
  const { trigger, query } = WORD.exec(beforeCursor.slice(-220))?.groups ?? {};
  if (query === undefined || (trigger !== '@' && trigger !== '#')) {
    return undefined;
  }
  return { trigger, query, from: beforeCursor.length - query.length - 1 };
}
