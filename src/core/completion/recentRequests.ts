import { type CompletionOutcome } from './completionOutcome.ts';
import { type DocumentContext } from './documentContext.ts';

/** One request and what came of it. */
export interface RecentRequest {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly trigger: 'automatic' | 'manual';
  readonly document: DocumentContext;
  readonly outcome: CompletionOutcome;
}

/** So far back somebody may want to know why. */
const MOST = 20;

/**
 * The last requests, for the person who asks why something was suggested or nothing was. It holds text of the user's: it
 * stays in memory and is never written anywhere.
 */
export class RecentRequests {
  readonly #requests: RecentRequest[] = [];

  note(request: RecentRequest): void {
    // The next key, or the same request made again, is on its way to say more than one that was overtaken.
    const isOvertaken =
      request.outcome.kind === 'none' && ['cancelled', 'outdated'].includes(request.outcome.reason);
    if (isOvertaken || goesOn(this.#requests.at(-1), request)) {
      return;
    }
    this.#requests.push(request);
    this.#requests.splice(0, this.#requests.length - MOST);
  }

  clear(): void {
    this.#requests.length = 0;
  }

  /** The newest first. */
  get newestFirst(): readonly RecentRequest[] {
    return this.#requests.toReversed();
  }
}

/** Whether somebody only typed along with the suggestion before: that one tells where the text came from. */
function goesOn(before: RecentRequest | undefined, { document, outcome }: RecentRequest): boolean {
  return (
    before?.outcome.kind === 'suggestion' &&
    before.document.documentId === document.documentId &&
    outcome.kind === 'suggestion' &&
    outcome.source === 'cache' &&
    before.outcome.text.endsWith(outcome.text)
  );
}
