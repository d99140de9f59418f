import { type PromptPiece } from '../../core/chat/promptPiece.ts';
import { type Prompt, type PromptNeighbour } from '../../core/completion/prompt.ts';
import { EngineError } from '../engineError.ts';
import { type EnginePrompt } from '../protocol.ts';
import { type NativeModel, type TokenId } from './nativeRuntime.ts';

/** Text that does not fit is cut in such steps, so that the beginning stays the same from key to key. */
const CUT_STEP_TOKENS = 64;

/** What is evaluated of a prompt. */
export interface EncodedPrompt {
  readonly tokens: readonly TokenId[];
  /** How many of its neighbours are among them, the first ones; absent where it has none. */
  readonly neighbours?: number;
}

/** The tokens of a document, and where among them those of its neighbours go. */
interface DocumentTokens {
  readonly tokens: readonly TokenId[];
  readonly neighboursAt: number;
}

/**
 * Tokens of a prompt, at most `budget` of them.
 *
 * Neighbours have what the document leaves: those that are too long are left out as a whole, the last first. A document
 * that is too long loses its oldest text, and of a fill-in-the-middle prompt half the budget at most goes to the
 * suffix. Special tokens are placed by id: no text is ever read as one. Throws `noFillInTheMiddle` when the
 * vocabulary lacks the tokens, `promptTooLong` when the budget holds nothing or less than all pieces, `invalidParams`
 * for a control token that the vocabulary lacks.
 */
export function encodePrompt(model: NativeModel, prompt: EnginePrompt, budget: number): EncodedPrompt {
  if (prompt.kind === 'pieces') {
    return { tokens: encodePieces(model, prompt.pieces, budget) };
  }
  const { neighbours = [] } = prompt;
  if (neighbours.length === 0) {
    return { tokens: encodeDocument(model, prompt, budget, []).tokens };
  }
  const document = encodeDocument(model, prompt, budget, neighbours);
  const held = neighboursThatFit(model, neighbours, budget - document.tokens.length);
  return held.length === 0
    ? { tokens: encodeDocument(model, prompt, budget, []).tokens, neighbours: 0 }
    : {
        tokens: document.tokens.toSpliced(document.neighboursAt, 0, ...held.flat()),
        neighbours: held.length,
      };
}

/** The document as it stands behind these neighbours: a separator parts it from files, and else it goes on from them. */
function encodeDocument(
  model: NativeModel,
  prompt: Prompt,
  budget: number,
  neighbours: readonly PromptNeighbour[],
): DocumentTokens {
  const begin = model.beginOfText === undefined ? [] : [model.beginOfText];
  const isBehindFiles = neighbours.some(({ file }) => file !== undefined);
  const isContinued = neighbours.length > 0 && !isBehindFiles;
  const path = prompt.file ?? (isBehindFiles ? '' : undefined);
  const file = path === undefined ? [] : fileHeader(model, path);
  const start = begin.length + file.length < budget / 2 ? [...begin, ...file] : begin;
  if (prompt.kind === 'plain') {
    const room = roomFor(budget - start.length);
    const text = model.tokenize(prompt.text, { isContinued });
    const tokens = [...start, ...tail(text, room)];
    return { tokens: tokens.length > 0 ? tokens : [endlessStart(model)], neighboursAt: begin.length };
  }
  const sides = encodeSides(model, prompt, budget - start.length, isContinued);
  return {
    tokens: [...start, ...sides.tokens],
    neighboursAt: isBehindFiles ? begin.length : start.length + sides.prefixAt,
  };
}

/** The text before and after the cursor; `prefixAt`: where the text before it begins. */
function encodeSides(
  model: NativeModel,
  prompt: Extract<Prompt, { kind: 'fillInTheMiddle' }>,
  budget: number,
  isContinued: boolean,
): { readonly tokens: readonly TokenId[]; readonly prefixAt: number } {
  const { infill } = model;
  if (infill === undefined) {
    throw new EngineError('noFillInTheMiddle', 'This model has no fill-in-the-middle tokens.');
  }
  const room = roomFor(budget - 3);
  const suffix = model.tokenize(prompt.suffix).slice(0, Math.floor(room / 2));
  const header = model.tokenize(prompt.header, { isContinued });
  const prefixRoom = room - suffix.length;
  const prefix = model.tokenize(prompt.prefix, { isContinued });
  const head = header.length + prefix.length <= prefixRoom ? header : [];
  const before = [infill.prefix, ...head, ...tail(prefix, prefixRoom - head.length)];
  const after = [infill.suffix, ...suffix];
  return prompt.order === 'suffixFirst'
    ? { tokens: [...after, ...before, infill.middle], prefixAt: after.length + 1 }
    : { tokens: [...before, ...after, infill.middle], prefixAt: 1 };
}

/** The tokens of each neighbour, from the first on, as long as there is room. */
function neighboursThatFit(
  model: NativeModel,
  neighbours: readonly PromptNeighbour[],
  room: number,
): readonly (readonly TokenId[])[] {
  const held: (readonly TokenId[])[] = [];
  let left = room;
  for (const { file, text } of neighbours) {
    const header = file === undefined ? [] : fileHeader(model, file);
    // Without a separator nothing would part one file from the next.
    const isParted = file === undefined || header.length > 0;
    const body = model.tokenize(text, { isContinued: file === undefined && held.length > 0 });
    left -= header.length + body.length;
    if (left < 0 || !isParted) {
      break;
    }
    held.push([...header, ...body]);
  }
  return held;
}

/** As models are trained on several files of one repository: the separator, the path, a line break. */
function fileHeader(model: NativeModel, file: string): TokenId[] {
  const separator = model.controlToken('<|file_sep|>');
  return separator === undefined ? [] : [separator, ...model.tokenize(`${file}\n`)];
}

/** Pieces stand for a whole, such as the turns of a chat: what is too long is the caller's to shorten. */
function encodePieces(model: NativeModel, pieces: readonly PromptPiece[], budget: number): TokenId[] {
  const tokens: TokenId[] = [];
  for (const piece of pieces) {
    // Not flatMap: of a text that others go before, a tokenizer must not begin with a space of its own.
    tokens.push(...encodePiece(model, piece, tokens.length > 0));
  }
  // A template may place the token itself that every text begins with.
  if (model.beginOfText !== undefined && tokens[0] !== model.beginOfText) {
    tokens.unshift(model.beginOfText);
  }
  if (tokens.length > budget) {
    throw new EngineError('promptTooLong', `The prompt has ${tokens.length} tokens; ${budget} fit.`);
  }
  return tokens.length > 0 ? tokens : [endlessStart(model)];
}

function encodePiece(model: NativeModel, piece: PromptPiece, isContinued: boolean): readonly TokenId[] {
  if ('control' in piece) {
    return [controlToken(model, piece.control)];
  }
  return 'text' in piece
    ? model.tokenize(piece.text, { isContinued })
    : model.tokenize(piece.markup, { isContinued, controls: true });
}

function controlToken(model: NativeModel, name: string): TokenId {
  const token = model.controlToken(name);
  if (token === undefined) {
    throw new EngineError('invalidParams', `The model's vocabulary has no control token ${name}.`);
  }
  return token;
}

function roomFor(tokens: number): number {
  if (tokens < 1) {
    throw new EngineError('promptTooLong', 'The context leaves no room for a prompt.');
  }
  return tokens;
}

/** The last tokens that fit, beginning at a multiple of the step. */
function tail(tokens: readonly TokenId[], room: number): readonly TokenId[] {
  if (tokens.length <= room) {
    return tokens;
  }
  const excess = tokens.length - room;
  const start = Math.ceil(excess / CUT_STEP_TOKENS) * CUT_STEP_TOKENS;
  return tokens.slice(start < tokens.length ? start : excess);
}

/** An empty document still needs one token to start from: a line break. */
function endlessStart(model: NativeModel): TokenId {
  const [token] = model.tokenize('\n');
  if (token === undefined) {
    throw new EngineError('promptTooLong', 'The vocabulary cannot write a line break.');
  }
  return token;
}
