import { asComment, commentSyntax } from '../commentSyntax.ts';
import { type PromptNeighbour, type PromptStyle } from '../prompt.ts';
import { type Neighbour } from './neighbour.ts';
import { promptNeighbourLength } from './neighbourLength.ts';

/** Languages whose texts can stand in one file without a word. */
const FAMILIES: readonly RegExp[] = [
  /^(?:typescript|javascript)(?:react)?$/u,
  /^(?:c|cpp|cuda-cpp|objective-c|objective-cpp)$/u,
  /^(?:css|scss|less)$/u,
  /^jsonc?$/u,
];

/** The neighbours that a prompt holds, as what they are and as what is read of them. */
export interface PromptNeighbours {
  readonly neighbours: readonly Neighbour[];
  readonly texts: readonly PromptNeighbour[];
}

/**
 * As many of the neighbours as there is room for, in their order, each as a whole and in the form the model knows. Left
 * out is what would be no text of the document's language and can't be made a comment of it.
 */
export function promptNeighbours(
  neighbours: readonly Neighbour[],
  languageId: string,
  { fileHeader }: Pick<PromptStyle, 'fileHeader'>,
  room: number,
): PromptNeighbours {
  const held: Neighbour[] = [];
  const texts: PromptNeighbour[] = [];
  let left = room;
  for (const one of neighbours) {
    const text = fileHeader === 'fileSeparator' ? separated(one) : commented(one, languageId);
    if (text !== undefined && promptNeighbourLength(text) <= left) {
      held.push(one);
      texts.push(text);
      left -= promptNeighbourLength(text);
    }
  }
  return { neighbours: held, texts };
}

function separated({ path, text }: Neighbour): PromptNeighbour {
  return { ...(path === '' ? {} : { file: path }), text: `${text}\n` };
}

/** Its path in a comment above it; the text as it stands, or line by line in comments of the document's language. */
function commented(
  { path, text, languageId: own }: Neighbour,
  languageId: string,
): PromptNeighbour | undefined {
  const header = path === '' ? undefined : asComment(`path: ${path}`, languageId);
  const body = isRelated(own, languageId) ? text : asCommentLines(text, languageId);
  return body === undefined ? undefined : { text: `${header === undefined ? '' : `${header}\n`}${body}\n\n` };
}

function isRelated(one: string, other: string): boolean {
  return one === other || FAMILIES.some((family) => family.test(one) && family.test(other));
}

function asCommentLines(text: string, languageId: string): string | undefined {
  const syntax = commentSyntax(languageId);
  const close = syntax?.line === undefined ? syntax?.block?.[1] : undefined;
  // It would end the comment before its time.
  if (syntax === undefined || (close !== undefined && text.includes(close))) {
    return undefined;
  }
  return text
    .split('\n')
    .map((line) => asComment(line, languageId)?.trimEnd() ?? line)
    .join('\n');
}
