import { type CompletionQuery } from '../../src/core/completion/completionService.ts';
import { type DocumentContext } from '../../src/core/completion/documentContext.ts';

/** What is asked after a key: one cursor, nothing selected, no wait. */
export function typedAt(document: DocumentContext, more: Partial<CompletionQuery> = {}): CompletionQuery {
  return {
    document,
    trigger: 'automatic',
    isTextSelected: false,
    cursors: 1,
    isComposing: false,
    debounceMs: 0,
    maxTokens: 64,
    eagerness: 'balanced',
    ...more,
  };
}
