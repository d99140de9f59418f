import { joinPieces, type PromptPiece } from '../promptPiece.ts';

/** Private-use characters: no template and no tokenizer gives them a meaning. */
const OPENING = '\uE000';
const CLOSING = '\uE001';
const PLACEHOLDER = /\uE000(\d+)\uE001/u;

/**
 * What people, models and other extensions wrote, kept out of a template: it sees placeholders, so that only its own
 * text can name control tokens.
 */
export class HeldTexts {
  readonly #texts: { readonly text: string; readonly isInJson: boolean }[] = [];

  /** How many texts are held; the next one's number. */
  get count(): number {
    return this.#texts.length;
  }

  /** The placeholder of a text. `isInJson`: where the template puts it between quotes, it is written as JSON does. */
  hold(text: string, { isInJson = false } = {}): string {
    this.#texts.push({ text, isInJson });
    return `${OPENING}${this.#texts.length - 1}${CLOSING}`;
  }

  /** The rendered template with the texts in their places, and which of them, by order, the template has put in. */
  pieces(rendered: string): { readonly pieces: PromptPiece[]; readonly used: ReadonlySet<number> } {
    const parts = rendered.split(PLACEHOLDER);
    const used = new Set<number>();
    const pieces = parts.map((part, position): PromptPiece => {
      if (position % 2 === 0) {
        return { markup: part };
      }
      used.add(Number(part));
      const { text, isInJson } = this.#texts[Number(part)] ?? { text: '', isInJson: false };
      const isQuoted = parts[position - 1]?.endsWith('"') === true && parts[position + 1]?.startsWith('"');
      return { text: isInJson && isQuoted === true ? JSON.stringify(text).slice(1, -1) : text };
    });
    return { pieces: joinPieces(pieces), used };
  }
}
