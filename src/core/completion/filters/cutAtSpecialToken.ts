import { type DocumentContext, linePrefix } from '../documentContext.ts';
import { drop, type Filter, keep } from '../filter.ts';
import { isProse, mayHoldTags } from '../languageTraits.ts';
import { isBlank } from '../lineText.ts';

/** Spellings of control tokens across model families: what a decoder should have kept to itself. */
const SPECIAL_TOKEN = new RegExp(
  [
    String.raw`<\|[A-Za-z0-9_.:-]{2,}\|>`, // <|fim_middle|>, <|endoftext|>, <|im_end|>
    String.raw`<｜[^<>\n]{2,30}｜>`, // <｜fim▁hole｜>
    String.raw`<fim[_-][a-z]+>`,
    String.raw`<(?:PRE|SUF|MID|EOT|END|EOM)>`,
    String.raw`</?s>|<(?:unk|pad|bos|eos|mask)>`,
    String.raw`\[/?INST\]|<</?SYS>>`,
    String.raw`<(?:file_sep|repo_name|file_separator|start_of_turn|end_of_turn|reponame|filename)>`,
  ].join('|'),
  'g',
);

/** A chat model's habit of closing a fence around code that nobody fenced. */
const FENCE = /^```/gm;

function isLiteral(token: string, text: string, document: DocumentContext): boolean {
  if (document.prefix.includes(token) || document.suffix.includes(token)) return true;
  if (!/^<\/?s>$/.test(token) || !mayHoldTags(document.languageId)) return false;
  // `<s>` strikes text through; its end tag counts only after it.
  return token === '<s>' || (linePrefix(document) + text).includes('<s>');
}

/** Where the text first leaves the language for the model's own control tokens; `undefined` where it never does. */
export function specialTokenStart(text: string, document: DocumentContext): number | undefined {
  const patterns = isProse(document.languageId) ? [SPECIAL_TOKEN] : [SPECIAL_TOKEN, FENCE];
  const starts = patterns.flatMap((pattern) =>
    [...text.matchAll(pattern)]
      .filter(([token]) => !isLiteral(token, text, document))
      .map((match) => match.index),
  );
  return starts.length === 0 ? undefined : Math.min(...starts);
}

/** Ends the suggestion where a control token leaks, unless the document itself is about such tokens. */
export const cutAtSpecialToken: Filter = (text, { document }) => {
  const start = specialTokenStart(text, document);
  if (start === undefined) return keep(text);
  const before = text.slice(0, start);
  return isBlank(before) ? drop('specialToken') : keep(before);
};
