import { type Env, type MarkdownIt, type Token } from 'markdown-it';
import { languageOf, shallow } from './markdown.ts';

/** One block of an answer: code, which keeps its element while it grows, or HTML that is not yet sanitised. */
export type Block =
  | { readonly kind: 'code'; readonly language: string; readonly text: string }
  | { readonly kind: 'markup'; readonly html: string };

/** Tokens of one block at the top level. */
interface Group {
  readonly firstLine: number;
  readonly tokens: Token[];
}

/**
 * The blocks of a Markdown text that grows at its end. What lies before the last block can't change any more and is
 * neither parsed nor rendered again, so the cost of a step is that of the last block, however long the text.
 */
export class BlockStream {
  readonly #markdown: MarkdownIt;
  #env: Env = {};
  #source = '';
  /** Everything before this offset is in `#settled`. */
  #offset = 0;
  readonly #settled: Block[] = [];

  constructor(markdown: MarkdownIt) {
    this.#markdown = markdown;
  }

  /** How many blocks of the last result will be the same objects in the next one. */
  get settledCount(): number {
    return this.#settled.length;
  }

  /** All blocks of `source`; a source that does not begin with the one before starts anew. */
  update(source: string): readonly Block[] {
    if (!source.startsWith(this.#source)) {
      this.#restart();
    }
    this.#source = source;
    const tail = source.slice(this.#offset);
    const groups = groupBlocks(this.#markdown.parse(shallow(tail), this.#env));
    const lineStarts = startsOfLines(tail);
    // The last line may still become something else, such as a rule that turns out to be a paragraph's line.
    const completeLines = lineStarts.length - 1;
    const open = groups.findLastIndex(({ firstLine }) => firstLine < completeLines);
    const blocks = groups.map(({ tokens }) => this.#toBlock(tokens));
    if (open > 0) {
      this.#offset += lineStarts[groups[open]?.firstLine ?? 0] ?? 0;
      const rest = blocks.splice(open);
      this.#settled.push(...blocks);
      return [...this.#settled, ...rest];
    }
    return [...this.#settled, ...blocks];
  }

  /** All blocks of a text that is complete: links may now refer to what was defined after them. */
  finish(source: string): readonly Block[] {
    if (Object.keys(this.#env.references ?? {}).length > 0) {
      const references = this.#env;
      this.#restart();
      this.#env = references;
    }
    return this.update(source);
  }

  #restart(): void {
    this.#source = '';
    this.#offset = 0;
    this.#settled.length = 0;
    this.#env = {};
  }

  #toBlock(tokens: Token[]): Block {
    const [first] = tokens;
    if (
      first !== undefined &&
      tokens.length === 1 &&
      (first.type === 'fence' || first.type === 'code_block')
    ) {
      return { kind: 'code', language: languageOf(first), text: first.content };
    }
    return {
      kind: 'markup',
      html: this.#markdown.renderer.render(tokens, this.#markdown.options, this.#env),
    };
  }
}

function groupBlocks(tokens: readonly Token[]): Group[] {
  const groups: Group[] = [];
  let depth = 0;
  for (const token of tokens) {
    if (depth === 0 && token.map !== null) {
      groups.push({ firstLine: token.map[0], tokens: [] });
    }
    groups.at(-1)?.tokens.push(token);
    depth += token.nesting;
  }
  return groups;
}

/** Offsets at which lines start; the last one is that of the line without an end. */
function startsOfLines(text: string): number[] {
  const starts = [0];
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
    starts.push(end + 1);
  }
  return starts;
}
