import {
  type CompletionOutcome,
  type CompletionQuery,
  type CompletionService,
} from '../../src/core/completion/completionService.ts';
import { type DocumentContext } from '../../src/core/completion/documentContext.ts';
import { type Neighbour } from '../../src/core/completion/neighbours/neighbour.ts';
import { caseNeighbours } from './caseNeighbours.ts';
import { type CompletionCase } from './cases.ts';

const MAX_TOKENS = 64;

/** Asks for a completion as the editor's command does. Throws the engine's error, if it had one. */
export function completeCase(
  completions: CompletionService,
  one: CompletionCase,
): Promise<CompletionOutcome> {
  const document = toDocument(one);
  return completeAt(completions, document, 'manual', (room) => caseNeighbours(one, document, room));
}

/** Asks for a completion at a document's cursor, without a wait. Throws the engine's error, if it had one. */
export async function completeAt(
  completions: CompletionService,
  document: DocumentContext,
  trigger: CompletionQuery['trigger'],
  neighbours: (room: number) => readonly Neighbour[] = () => [],
): Promise<CompletionOutcome> {
  const request: CompletionQuery = {
    document,
    trigger,
    isTextSelected: false,
    cursors: 1,
    isComposing: false,
    debounceMs: 0,
    maxTokens: MAX_TOKENS,
    neighbours,
  };
  const outcome = await completions.complete(request, new AbortController().signal);
  if (outcome.kind === 'none' && outcome.error !== undefined) {
    throw outcome.error;
  }
  return outcome;
}

function toDocument(one: CompletionCase): DocumentContext {
  return {
    documentId: String(one.id),
    path: one.path,
    languageId: one.languageId,
    prefix: one.prefix.replaceAll('\r\n', '\n'),
    suffix: one.suffix.replaceAll('\r\n', '\n'),
    endOfLine: one.prefix.includes('\r\n') ? '\r\n' : '\n',
    indentation: indentationOf(one.prefix),
  };
}

/** How a text is indented, as an editor would guess it. */
export function indentationOf(text: string): DocumentContext['indentation'] {
  const [, indent = '    '] = /^([ \t]+)\S/mu.exec(text) ?? [];
  return indent.startsWith('\t')
    ? { style: 'tabs', size: 4 }
    : { style: 'spaces', size: Math.min(indent.length, 8) };
}
