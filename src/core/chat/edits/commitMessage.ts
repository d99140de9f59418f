import { wrapLine } from '../../text/wrapLine.ts';
import { codeBlocks } from './extractCode.ts';

/** By git's custom: longer subjects are cut in most views. */
const MAX_SUBJECT_CHARACTERS = 72;
const MAX_LINE_CHARACTERS = 72;

const CHATTER =
  /^(?:sure|certainly|of course|here(?:’|')?s|here is|the commit message|commit message|suggested commit|subject)\b[^\n]*:[ \t]*$/iu;
const LABEL = /^(?:\*\*)?(?:commit message|subject|title|message)(?:\*\*)?:(?:\*\*)?[ \t]*/iu;

const NO_SUBJECT =
  /^(?:@@|diff --git|[-+]{3} |[-+]\S|index [0-9a-f]{7}|(?:added|deleted|renamed|modified) \S+ \()|[{}:;]$/u;
/** A statement in one of the usual languages, or the beginning of one. */
const CODE =
  /^(?:import|export|const|let|var|return|public|private|function|def|class)\b.*[({=;'"]|^from \S+ import\b|^(?:\/\/|\/\*|#include)|=>|\(\);?$/u;

/**
 * The commit message of a model's answer: one subject line of at most 72 characters, and a wrapped body where the
 * answer has one. Without fences, quotes, headings, labels and words to the user. Empty when nothing is left.
 */
export function commitMessage(answer: string): string {
  const [block] = codeBlocks(answer).filter(({ code }) => code.trim() !== '');
  const text = unquoted((block?.code ?? answer).replaceAll('\r\n', '\n').trim());
  const lines = text.split('\n').map((line) => line.trimEnd());
  while (lines[0] !== undefined && (lines[0] === '' || CHATTER.test(lines[0]))) {
    lines.shift();
  }
  const [first = '', ...others] = lines;
  const wholeSubject = unquoted(first.replace(/^(?:#+|[-*+•])\s+/u, '').replace(LABEL, ''));
  if (!isSubject(wholeSubject)) {
    return '';
  }
  const { subject, rest } = cutSubject(wholeSubject);
  const body = wrapBody([...(rest === '' ? [] : [rest, '']), ...others]);
  return body === '' ? subject : `${subject}\n\n${body}`;
}

/** Weak models repeat the diff or what stands above it, or write code. */
function isSubject(text: string): boolean {
  return /\p{L}{2}/u.test(text) && !NO_SUBJECT.test(text) && !CODE.test(text);
}

/** A subject of several sentences is its first one; what is still too long is cut at a word. */
function cutSubject(text: string): { subject: string; rest: string } {
  if (text.length <= MAX_SUBJECT_CHARACTERS) {
    return { subject: text.replace(/\.$/u, ''), rest: '' };
  }
  const sentence = /^(.{10,72}?)[.;]\s+(.*)$/u.exec(text);
  if (sentence !== null) {
    return { subject: sentence[1] ?? '', rest: sentence[2] ?? '' };
  }
  const space = text.lastIndexOf(' ', MAX_SUBJECT_CHARACTERS - 1);
  const end = space > 0 ? space : MAX_SUBJECT_CHARACTERS - 1;
  // The body says it whole.
  return { subject: `${text.slice(0, end)}…`, rest: text };
}

function wrapBody(lines: readonly string[]): string {
  return lines
    .join('\n')
    .trim()
    .split('\n')
    .flatMap((line) => wrapLine(line, MAX_LINE_CHARACTERS))
    .join('\n');
}

function unquoted(text: string): string {
  const match = /^(["'`]{1,3}|“|‘)([^]*?)(["'`]{1,3}|”|’)$/u.exec(text);
  return match?.[2]?.trim() ?? text;
}
