import { codeBlocks } from './extractCode.ts';

/** More are not read. */
const MAX_NAMES = 8;
const WANTED_NAMES = 5;

const IDENTIFIER = '[\\p{L}_$][\\p{L}\\p{N}_$]*';
const WHOLE = new RegExp(`^${IDENTIFIER}$`, 'u');
const QUOTED = new RegExp(`[\`"'“‘](${IDENTIFIER})(?:\\(\\))?[\`"'”’]`, 'gu');
/** A name, then perhaps what it says about itself. */
const LEADING = new RegExp(
  `^[\`"'“‘*]*(${IDENTIFIER})(?:\\(\\))?[\`"'”’*]*(?:\\s*$|\\s*[:;,(]|\\.(?:\\s|$)|\\s+[–—-]+\\s)`,
  'u',
);
/** What introduces names. */
const INTRODUCTION =
  /^(?:sure|certainly|here|names?|suggestions?|answers?|alternatives?|options?|output|better)\b/iu;

/** Words that are no names in the languages most code is written in. */
const RESERVED = new Set(
  (
    'abstract and as assert async await break case catch class const continue def default del delete do elif else ' +
    'enum except export extends false final finally fn for from func function global go goto if implements import ' +
    'in instanceof interface is lambda let match mut new nil none not null or package pass private protected pub ' +
    'public raise return self static struct super switch this throw throws trait true try type typeof undefined ' +
    'use var void volatile while with yield True False None'
  ).split(' '),
);

/** The question that asks for better names of a symbol; the code it stands in is the first item of context. */
export function namesQuestion(name: string): string {
  return (
    `Suggest ${WANTED_NAMES} better names for \`${name}\` in this code, best first, in the same naming style. ` +
    'Answer with the names alone, one on each line.'
  );
}

/** The names that an answer suggests: identifiers, each once, never the present one. */
export function suggestedNames(answer: string, name: string): readonly string[] {
  // A weak model repeats the code instead: what stands in it is no suggestion.
  const isCode = codeBlocks(answer).some(({ code }) => /[{}=;]/u.test(code));
  const lines = answer.replaceAll('\r\n', '\n').split('\n');
  const found = isCode ? [] : lines.filter((line) => !/^\s*(?:`{3}|~{3})/u.test(line)).flatMap(namesOfLine);
  const usable = found.filter((one) => one !== name && WHOLE.test(one) && !RESERVED.has(one));
  return [...new Set(usable)].slice(0, MAX_NAMES);
}

/** Names stand alone, in a list with commas, before what is said about them, or in quotation marks. */
function namesOfLine(line: string): readonly string[] {
  const text = line.replace(/^\s*(?:[-*+•]|\(?\d+[.):])\s*/u, '').trim();
  const listed = text
    .replace(/[.;]$/u, '')
    .split(/[\s,[\]]+/u)
    .filter((word) => word !== '' && word !== 'and' && word !== 'or')
    .map((word) => word.replace(/^[`"'*]+|[`"'*]+$/gu, '').replace(/\(\)$/u, ''));
  const isList = text.includes(',') && listed.every((word) => WHOLE.test(word)) && !isSentence(text);
  if (isList) {
    return listed;
  }
  if (!INTRODUCTION.test(text)) {
    const leading = LEADING.exec(text)?.[1];
    if (leading !== undefined) {
      return /^[A-Z][a-z]+,? [a-z]/u.test(text) ? [] : [leading];
    }
  }
  // Later ones are what the explanation speaks of.
  return [...text.matchAll(QUOTED)].map(([, one = '']) => one).slice(0, 1);
}

/** Words with single commas among them, rather than names between commas. */
function isSentence(text: string): boolean {
  const gaps = text.match(/\s+/gu)?.length ?? 0;
  const commas = text.match(/,/gu)?.length ?? 0;
  return gaps > commas + 1;
}
