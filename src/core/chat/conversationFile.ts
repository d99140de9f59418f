import {
  type Answer,
  type AnswerFigures,
  type ContextItem,
  type Conversation,
  type ContextKind,
  type Cut,
  type Interruption,
  type Turn,
} from './conversation.ts';

/**
 * Raised when an older version of the extension would misread a file.
 *
 * A file has a line for the conversation and one for each of its turns, so that a torn one loses its end alone.
 */
const VERSION = 1;

/** What a file turned out to be. */
export type ReadConversation =
  | { readonly kind: 'whole'; readonly conversation: Conversation }
  /** Torn or damaged: what could be read of it. */
  | { readonly kind: 'torn'; readonly conversation: Conversation; readonly lostTurns: number }
  /** Written by a newer version of the extension. */
  | { readonly kind: 'newer' }
  /** Nothing of it can be read. */
  | { readonly kind: 'unreadable' };

export function writeConversation({ turns, ...about }: Conversation): string {
  return [{ version: VERSION, ...about, turns: turns.length }, ...turns.map(toLine)]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');
}

/** Ended by repetition: the first versions know `stopped` alone, which it was, and leave out the reason. */
const REPEATED = { kind: 'stopped', reason: 'repetition' } as const;

function toLine(turn: Turn): object {
  return turn.answer.kind === 'repeated' ? { ...turn, answer: { ...turn.answer, ...REPEATED } } : turn;
}

/** Reads a file back. An answer that was running when it was written is interrupted: its editor has ended. */
export function readConversation(text: string): ReadConversation {
  const [first = '', ...rest] = text.split('\n');
  const header = parseLine(first);
  if (header === undefined || typeof header['version'] !== 'number') {
    return { kind: 'unreadable' };
  }
  if (header['version'] > VERSION) {
    return { kind: 'newer' };
  }
  const about = toHeader(header);
  if (about === undefined) {
    return { kind: 'unreadable' };
  }
  // What follows a damaged turn is answered from something that is no longer there.
  const turns: Turn[] = [];
  for (const line of rest) {
    const turn = toTurn(parseLine(line));
    if (turn === undefined) {
      break;
    }
    turns.push(turn);
  }
  const conversation = { ...about.conversation, turns };
  const lostTurns = about.turns - turns.length;
  return lostTurns > 0 ? { kind: 'torn', conversation, lostTurns } : { kind: 'whole', conversation };
}

type Fields = Readonly<Record<string, unknown>>;

function parseLine(line: string): Fields | undefined {
  try {
    return toFields(JSON.parse(line));
  } catch {
    return undefined; // torn, which the caller reports
  }
}

function toFields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null ? (value as Fields) : undefined;
}

function toHeader(fields: Fields): { conversation: Omit<Conversation, 'turns'>; turns: number } | undefined {
  const { id, title, isNamed, createdAt, updatedAt, turns } = fields;
  if (typeof id !== 'string' || id === '' || typeof turns !== 'number') {
    return undefined;
  }
  return {
    turns,
    conversation: {
      id,
      title: toText(title),
      isNamed: isNamed === true,
      createdAt: toNumber(createdAt),
      updatedAt: toNumber(updatedAt),
    },
  };
}

function toTurn(fields: Fields | undefined): Turn | undefined {
  const answer = toFields(fields?.['answer']);
  if (
    fields === undefined ||
    answer === undefined ||
    typeof fields['id'] !== 'string' ||
    typeof fields['question'] !== 'string'
  ) {
    return undefined;
  }
  return {
    id: fields['id'],
    question: fields['question'],
    context: toList(fields['context'], toContextItem),
    answer: toAnswer(answer),
  };
}

const KINDS: readonly string[] = [
  'selection',
  'file',
  'symbol',
  'problems',
  'terminal',
  'diff',
] satisfies ContextKind[];

function toContextItem(fields: Fields): ContextItem | undefined {
  const { kind, label, path, languageId, text, focusLine } = fields;
  const partOf = toFields(fields['partOf']);
  if (typeof text !== 'string' || typeof kind !== 'string' || !KINDS.includes(kind)) {
    return undefined;
  }
  return {
    kind: kind as ContextKind,
    label: toText(label),
    text,
    ...(typeof path === 'string' ? { path } : {}),
    ...(typeof languageId === 'string' ? { languageId } : {}),
    ...(typeof focusLine === 'number' ? { focusLine } : {}),
    ...(partOf === undefined
      ? {}
      : { partOf: { firstLine: toNumber(partOf['firstLine']), lines: toNumber(partOf['lines']) } }),
  };
}

function toAnswer(fields: Fields): Answer {
  const figures: AnswerFigures = {
    text: toText(fields['text']),
    model: toText(fields['model']),
    promptTokens: toNumber(fields['promptTokens']),
    tokens: toNumber(fields['tokens']),
    tokensPerSecond: toNumber(fields['tokensPerSecond']),
    cuts: toList(fields['cuts'], (cut) => (typeof cut['kind'] === 'string' ? (cut as Cut) : undefined)),
  };
  const kind = fields['kind'];
  switch (kind) {
    case 'stopped':
      return { ...figures, kind: fields['reason'] === REPEATED.reason ? 'repeated' : kind };
    case 'done':
    case 'cut':
      return { ...figures, kind };
    case 'failed':
      return {
        ...figures,
        kind,
        message: toText(fields['message']),
        ...(fields['isUnasked'] === true ? { isUnasked: true } : {}),
      };
    case 'interrupted':
      return { ...figures, kind, reason: toInterruption(fields['reason']) };
    default:
      return { ...figures, kind: 'interrupted', reason: 'editorEnded' };
  }
}

function toInterruption(value: unknown): Interruption {
  return value === 'engineEnded' || value === 'engineReplaced' ? value : 'editorEnded';
}

function toList<T>(value: unknown, toItem: (fields: Fields) => T | undefined): readonly T[] {
  return Array.isArray(value)
    ? value.flatMap((item) => {
        const fields = toFields(item);
        const read = fields === undefined ? undefined : toItem(fields);
        return read === undefined ? [] : [read];
      })
    : [];
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function toNumber(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}
