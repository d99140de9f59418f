import { scanBrackets, type BracketScan } from '../../completion/brackets.ts';

/** A bracket or quote that a replacement leaves open, or closes though nothing had opened it. */
export interface StrayBracket {
  readonly kind: 'unclosed' | 'unopened';
  /** The closing one: it is missing, or one too many. */
  readonly character: string;
}

/** What small models do most often to code that they repeat; undefined where the code itself had as many left over. */
export function strayBracket(
  code: string,
  replacement: string,
  languageId: string,
): StrayBracket | undefined {
  const [before, after] = [code, replacement].map((text) => scanBrackets(text, languageId)) as [
    BracketScan,
    BracketScan,
  ];
  const extra = after.closings[before.closings.length];
  if (extra !== undefined) {
    return { kind: 'unopened', character: extra.character };
  }
  const owed = after.open.length > before.open.length ? after.open.at(-1) : undefined;
  return owed === undefined ? undefined : { kind: 'unclosed', character: owed === '${' ? '}' : owed };
}
