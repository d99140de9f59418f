import { type CompletionOutcome } from './completionService.ts';
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
    // The next key is on its way to say more than one that was overtaken.
    if (request.outcome.kind === 'none' && request.outcome.reason === 'cancelled') {
      return;
    }
    this.#requests.push(request);
    this.#requests.splice(0, this.#requests.length - MOST);
  }

  /** The newest first. */
  get newestFirst(): readonly RecentRequest[] {
    return this.#requests.toReversed();
  }
}
