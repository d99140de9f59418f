/** A fenced block of an answer. */
export interface CodeBlock {
  /** Such as `ts`; empty where the model gave none. */
  readonly language: string;
  readonly code: string;
  /** False for a block whose end the answer did not reach. */
  readonly isClosed: boolean;
}

/** What a model's answer says the code is. */
export type ExtractedCode =
  | { readonly kind: 'code'; readonly code: string }
  /** The answer ended inside the code: to replace a range by it would lose the rest. */
  | { readonly kind: 'cut'; readonly code: string }
  /** Words only. */
  | { readonly kind: 'none' };

const FENCE = /^[ \t]*(`{3,}|~{3,})[ \t]*([^\s`]*)[^`]*$/u;

/**
 * The fenced blocks of an answer, in order. A fence inside a block opens an inner one only where it names a language
 * and the block it stands in is Markdown; models that answer with Markdown do that.
 */
export function codeBlocks(answer: string): readonly CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let open: OpenBlock | undefined;
  for (const line of answer.replaceAll('\r\n', '\n').split('\n')) {
    const [, marks = '', language = ''] = FENCE.exec(line) ?? [];
    if (open === undefined) {
      open = marks === '' ? undefined : { marks, language, lines: [], inner: 0 };
    } else if (closes(open, marks, language)) {
      blocks.push(toBlock(open, true));
      open = undefined;
    } else {
      open = { ...open, inner: innerAfter(open, marks, language), lines: [...open.lines, line] };
    }
  }
  return open === undefined ? blocks : [...blocks, toBlock(open, false)];
}

/**
 * The code of an answer that was to be code: its largest fenced block, or the whole of an answer without fences that
 * `looksLikeCode` takes for code. `isCutAnswer` tells that the limit of tokens ended it.
 */
export function extractCode(
  answer: string,
  isCutAnswer: boolean,
  looksLikeCode: (text: string) => boolean = hasNoProse,
): ExtractedCode {
  const all = codeBlocks(answer);
  const blocks = all.filter(({ code }) => code.trim() !== '');
  const [first, ...others] = blocks;
  if (first !== undefined) {
    const largest = others.reduce(
      (most, block) => (block.code.length > most.code.length ? block : most),
      first,
    );
    // A model that ends by itself sometimes forgets the last fence; one that was ended has more to say.
    const isCut = !largest.isClosed && isCutAnswer;
    return { kind: isCut ? 'cut' : 'code', code: largest.code };
  }
  const text = answer.replaceAll('\r\n', '\n').replace(/^(?:[ \t]*\n)+|\s+$/gu, '');
  if (all.length > 0 || text === '' || !looksLikeCode(text)) {
    return { kind: 'none' };
  }
  return { kind: isCutAnswer ? 'cut' : 'code', code: text };
}

interface OpenBlock {
  readonly marks: string;
  readonly language: string;
  readonly lines: readonly string[];
  /** Blocks open inside this one. */
  readonly inner: number;
}

function closes({ marks: own, inner }: OpenBlock, marks: string, language: string): boolean {
  return marks !== '' && language === '' && marks.startsWith(own) && inner === 0;
}

function innerAfter({ language: own, inner }: OpenBlock, marks: string, language: string): number {
  if (marks === '' || !/^(?:md|markdown|mdx)$/iu.test(own)) {
    return inner;
  }
  return language === '' ? Math.max(0, inner - 1) : inner + 1;
}

function toBlock({ language, lines }: OpenBlock, isClosed: boolean): CodeBlock {
  return { language, code: lines.join('\n'), isClosed };
}

/** Whether no line reads as a sentence to the user. */
function hasNoProse(text: string): boolean {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return !lines.some((line) => /^[A-Z][\w’']*(?:,? [\w’'`-]+){3,}[.:!?]?$/u.test(line));
}
