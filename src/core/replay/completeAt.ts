import { type CompletionOutcome } from '../completion/completionOutcome.ts';
import { type CompletionQuery, type CompletionService } from '../completion/completionService.ts';
import { type DocumentContext } from '../completion/documentContext.ts';
import { NO_OTHER_TEXTS } from '../completion/neighbours/otherTexts.ts';

/** How a completion is asked for; nothing is seen of other texts where `others` is absent. */
export interface Asking extends Pick<
  CompletionQuery,
  'trigger' | 'eagerness' | 'threshold' | 'maxTokens' | 'others'
> {
  /** See CompletionQuery; absent: the model is asked at once. */
  readonly debounceMs?: number;
  /** See DocumentContext. */
  readonly oneLine?: boolean;
}

/** Asks for a completion at a document's cursor. Throws the engine's error, if it had one. */
export async function completeAt(
  completions: CompletionService,
  document: DocumentContext,
  { oneLine = false, ...asking }: Asking,
  signal: AbortSignal = new AbortController().signal,
): Promise<CompletionOutcome> {
  const request: CompletionQuery = {
    others: () => NO_OTHER_TEXTS,
    debounceMs: 0,
    ...asking,
    document: { ...document, oneLine },
    isTextSelected: false,
    cursors: 1,
    isComposing: false,
  };
  // The pipeline listens until its signal is forgotten: one for thousands of requests would gather listeners.
  const own = new AbortController();
  const end = (): void => {
    own.abort();
  };
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) {
    end();
  }
  try {
    const outcome = await completions.complete(request, own.signal);
    if (outcome.kind === 'none' && outcome.error !== undefined) {
      throw outcome.error;
    }
    return outcome;
  } finally {
    signal.removeEventListener('abort', end);
  }
}
